package dev.sprite.home;

import java.io.IOException;

/** Descriptors 0, 1 and 2 of the home process. */
public interface StandardStreams {
    /** Writes all of it to descriptor 1 or 2; what has been returned from is in the kernel's hands. */
    void write(int descriptor, byte[] bytes) throws IOException;

    /** Reads at most {@code length} bytes of standard input, at least one; none is the end. */
    byte[] read(int length) throws IOException;

    int available() throws IOException;

    /** Whether a read would not block, for there is input, or its end; {@code wait}: not before it is so. */
    boolean isReadable(boolean wait) throws IOException;

    long skip(long count) throws IOException;

    void close(int descriptor) throws IOException;
}
