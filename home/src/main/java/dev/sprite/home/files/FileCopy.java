package dev.sprite.home.files;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;

/** Copies between a file of home's and one of this host's. */
final class FileCopy {
    private static final int BLOCK = 256 << 10;
    private static final String DISPATCHER = "sun.nio.fs.UnixNativeDispatcher";
    private static final MethodHandle READ = system("read");
    private static final MethodHandle WRITE = system("write");

    private final ForeignFiles files;

    FileCopy(ForeignFiles files) {
        this.files = files;
    }

    private static MethodHandle system(String name) {
        return Handles.staticMethod(Handles.type(DISPATCHER), name, int.class, int.class, long.class, int.class);
    }

    /** Copies from the second to the first, to the end; returns {@code result}. */
    Object copy(Object[] descriptors, Object result) throws Throwable {
        long block = Raw.UNSAFE.allocateMemory(BLOCK);
        try {
            int read = transfer("read", READ, descriptors[1], block, BLOCK);
            while (read > 0) {
                int written = 0;
                while (written < read) {
                    written += transfer("write", WRITE, descriptors[0], block + written, read - written);
                }
                read = transfer("read", READ, descriptors[1], block, BLOCK);
            }
            return result;
        } finally {
            Raw.UNSAFE.freeMemory(block);
        }
    }

    private int transfer(String name, MethodHandle here, Object descriptor, long address, int length) throws Throwable {
        return SpriteFiles.isAway((int) (Integer) descriptor)
                ? (Integer) files.call(DISPATCHER + "." + name + "(IJI)I", new Object[] {descriptor, address, length})
                : (int) here.invoke((int) (Integer) descriptor, address, length);
    }
}
