package dev.sprite.home.files;

import dev.sprite.image.Raw;
import java.io.FileDescriptor;

/** The numbers of {@link FileDescriptor}s. */
final class Descriptors {
    private static final long NUMBER = Raw.offset(FileDescriptor.class, "fd");
    private static final long APPEND = Raw.offset(FileDescriptor.class, "append");

    private Descriptors() {}

    static FileDescriptor of(int number) {
        FileDescriptor descriptor = new FileDescriptor();
        set(descriptor, number);
        return descriptor;
    }

    static int number(FileDescriptor descriptor) {
        return Raw.UNSAFE.getInt(descriptor, NUMBER);
    }

    static void set(FileDescriptor descriptor, int number) {
        Raw.UNSAFE.putInt(descriptor, NUMBER, number);
    }

    static void setAppend(FileDescriptor descriptor, boolean append) {
        Raw.UNSAFE.putBoolean(descriptor, APPEND, append);
    }
}
