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
    static final long NUMBER = Raw.offset(FileDescriptor.class, "fd");
    private static final long HANDLE = Raw.offset(FileDescriptor.class, "handle");
    private static final long CLEANUP = Raw.offset(FileDescriptor.class, "cleanup");
    private static final MethodHandle REGISTER =
            Handles.staticMethod(Handles.type("java.io.FileCleanable"), "register", void.class, FileDescriptor.class);

    @Override
    public boolean isOf(Class<?> type) {
        return type == FileDescriptor.class;
    }

    private static final int CLOSED = 0;
    /** Home has it open, and so may others, as it is a regular file that can be found. */
    private static final int FILE = 1;
    /** Home alone has it open. */
    private static final int AT_HOME = 2;

    @Override
    public void write(Object descriptor, ImageWriter out) {
        int number = Raw.UNSAFE.getInt(descriptor, NUMBER);
        if (number < 0) {
            out.number(CLOSED);
            return;
        }
        if (SpriteFiles.isAway(number)) {
            out.number(AT_HOME);
            out.number(number & ~SpriteFiles.AWAY);
        } else {
            write((FileDescriptor) descriptor, number, out);
        }
        out.number(Raw.UNSAFE.getReference(descriptor, CLEANUP) != null ? 1 : 0);
    }

    private static void write(FileDescriptor descriptor, int number, ImageWriter out) {
        int atHome = HomeDescriptors.number(descriptor);
        if (!SpriteFiles.isForeign()) {
            atHome = number;
            HomeDescriptors.put(descriptor, number);
        }
        OpenFile file = OpenFile.of(number, atHome >= 0);
        if (file == null) {
            out.number(AT_HOME);
        } else {
            out.number(FILE);
            file.write(out);
            if (atHome >= 0 && SpriteFiles.isForeign()) {
                SpriteFiles.seekAtHome(atHome, file.offset());
            }
        }
        out.number(atHome);
    }

    @Override
    public void read(Object descriptor, ImageReader in) throws ImageFormatException, NotMovableException {
        int state = in.number();
        Raw.UNSAFE.putLong(descriptor, HANDLE, -1L);
        setNumber((FileDescriptor) descriptor, -1);
        if (state != CLOSED) {
            OpenFile file = state == FILE ? OpenFile.read(in) : null;
            open((FileDescriptor) descriptor, file, in.number());
            if (in.number() == 1) {
                Handles.invoke(REGISTER, descriptor);
            }
        }
    }

    private static void open(FileDescriptor descriptor, OpenFile file, int atHome) throws NotMovableException {
        boolean served = atHome >= 0 && HomeDescriptors.areServed();
        int here = file == null ? -1 : file.reopen(served);
        if (here >= 0) {
            setNumber(descriptor, here);
            if (served) {
                HomeDescriptors.put(descriptor, atHome);
            }
        } else {
            setNumber(descriptor, atHome | SpriteFiles.AWAY);
        }
    }

    static void setNumber(FileDescriptor descriptor, int number) {
        Raw.UNSAFE.putInt(descriptor, NUMBER, number);
    }
}
