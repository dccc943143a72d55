package dev.sprite.image.files;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import dev.sprite.image.part.NativePart;
import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * The operating system's descriptor behind a {@link FileDescriptor}, and the cleaner that closes it when it has been
 * forgotten. Everything else, offsets that several streams share included, comes with the objects.
 */
public final class DescriptorPart implements NativePart {
    private static final long NUMBER = Raw.offset(FileDescriptor.class, "fd");
    private static final long HANDLE = Raw.offset(FileDescriptor.class, "handle");
    private static final long CLEANUP = Raw.offset(FileDescriptor.class, "cleanup");
    private static final MethodHandle REGISTER =
            Handles.staticMethod(Handles.type("java.io.FileCleanable"), "register", void.class, FileDescriptor.class);

    @Override
    public boolean isOf(Class<?> type) {
        return type == FileDescriptor.class;
    }

    @Override
    public void write(Object descriptor, ImageWriter out) {
        int number = Raw.UNSAFE.getInt(descriptor, NUMBER);
        out.number(number < 0 ? 0 : 1);
        if (number >= 0) {
            OpenFile.of(number).write(out);
            out.number(Raw.UNSAFE.getReference(descriptor, CLEANUP) != null ? 1 : 0);
        }
    }

    @Override
    public void read(Object descriptor, ImageReader in) throws ImageFormatException, NotMovableException {
        boolean open = in.number() == 1;
        Raw.UNSAFE.putLong(descriptor, HANDLE, -1L);
        setNumber((FileDescriptor) descriptor, open ? OpenFile.read(in).reopen() : -1);
        if (open && in.number() == 1) {
            Handles.invoke(REGISTER, descriptor);
        }
    }

    static void setNumber(FileDescriptor descriptor, int number) {
        Raw.UNSAFE.putInt(descriptor, NUMBER, number);
    }
}
