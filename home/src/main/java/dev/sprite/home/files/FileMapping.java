package dev.sprite.home.files;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Mappings of files of home's: a private one of nothing, with a copy of the content. */
final class FileMapping {
    private static final int PRIVATE = 2;
    private static final int READ_WRITE = 1;
    private static final boolean STATIC = Runtime.version().feature() >= 20;

    private final ForeignFiles files;

    FileMapping(ForeignFiles files) {
        this.files = files;
    }

    /** In the place of {@code map0}, whose receiver is a channel on older JDKs: the address. */
    Object map(String key, Object[] arguments) throws Throwable {
        if ((Integer) arguments[1] == READ_WRITE) {
            throw new IOException("a file that its home serves cannot be mapped for writing");
        }
        FileDescriptor source = arguments[0] instanceof FileDescriptor descriptor
                ? descriptor
                : SpriteFiles.descriptor(arguments[0]);
        long length = (Long) arguments[3];
        long address;
        try (FileInputStream zeros = new FileInputStream("/dev/zero")) {
            address = anonymous(key, arguments, zeros.getFD());
        }
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

    private static long anonymous(String key, Object[] arguments, FileDescriptor zeros) throws Throwable {
        int parenthesis = key.indexOf('(');
        Class<?> owner = Handles.type(key.substring(0, key.lastIndexOf('.', parenthesis)));
        Object[] given = arguments.clone();
        given[1] = PRIVATE;
        given[2] = 0L;
        MethodHandle map;
        if (STATIC) {
            given[0] = zeros;
            map = Handles.staticMethod(owner, "map0", long.class, FileDescriptor.class, int.class, long.class, long.class,
                    boolean.class);
        } else {
            given[0] = Handles.blank(owner);
            Raw.UNSAFE.putReference(given[0], SpriteFiles.descriptorOffset(given[0]), zeros);
            map = Handles.method(owner, "map0", long.class, int.class, long.class, long.class, boolean.class);
        }
        return (Long) map.invokeWithArguments(Arrays.asList(given));
    }
}
