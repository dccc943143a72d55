package dev.sprite.home.files;

import dev.sprite.image.files.PrivateMapping;
import java.io.FileDescriptor;
import java.io.IOException;

/** Mappings of files of home's: a private one of nothing, with a copy of the content. */
final class FileMapping {
    private static final int READ_WRITE = 1;

    private final ForeignFiles files;

    FileMapping(ForeignFiles files) {
        this.files = files;
    }

    /** In the place of {@code map0}, whose receiver is a channel on older JDKs: the address. */
    Object map(Object[] arguments) throws Throwable {
        if ((Integer) arguments[1] == READ_WRITE) {
            throw new IOException("a file that its home serves cannot be mapped for writing");
        }
        FileDescriptor source = arguments[0] instanceof FileDescriptor descriptor
                ? descriptor
                : SpriteFiles.descriptor(arguments[0]);
        long length = (Long) arguments[3];
        long address = PrivateMapping.of(length);
        long position = (Long) arguments[2];
        long done = 0;
        while (done < length) {
            int part = (int) Math.min(length - done, CallFormat.MOST);
            int read = (Integer) files.call("sun.nio.ch.FileDispatcherImpl.pread0(Ljava/io/FileDescriptor;JIJ)I",
                    new Object[] {source, address + done, part, position + done});
            if (read <= 0) {
                break;
            }
            done += read;
        }
        return address;
    }
}
