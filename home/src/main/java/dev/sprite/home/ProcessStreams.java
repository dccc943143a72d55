package dev.sprite.home;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** This JVM's own standard streams, past {@code System.in}, {@code out} and {@code err}, which are the program's. */
public final class ProcessStreams implements StandardStreams {
    private final FileInputStream in = new FileInputStream(FileDescriptor.in);
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final FileOutputStream err = new FileOutputStream(FileDescriptor.err);

    @Override
    public void write(int descriptor, byte[] bytes) throws IOException {
        (descriptor == 1 ? out : err).write(bytes);
    }

    @Override
    public byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = in.read(bytes);
        return count < 0 ? new byte[0] : Arrays.copyOf(bytes, count);
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public boolean isReadable(boolean wait) throws IOException {
        return SpriteInput.isReadableHere(wait);
    }

    @Override
    public long skip(long count) throws IOException {
        return in.skip(count);
    }

    @Override
    public void close(int descriptor) throws IOException {
        switch (descriptor) {
            case 0 -> in.close();
            case 1 -> out.close();
            default -> err.close();
        }
    }
}
