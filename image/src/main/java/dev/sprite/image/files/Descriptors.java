package dev.sprite.image.files;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Cleaner;
import java.nio.channels.FileChannel;

/**
 * The part of {@link FileDescriptor} and {@link FileChannel} objects that is not copied: the operating system's
 * descriptor and the cleaners that close it when it has been forgotten. Everything else of them, shared offsets
 * included, comes with the objects.
 */
public final class Descriptors {
    private static final Class<?> CHANNEL = named("sun.nio.ch.FileChannelImpl");
    private static final long NUMBER = Raw.offset(FileDescriptor.class, "fd");
    private static final long HANDLE = Raw.offset(FileDescriptor.class, "handle");
    private static final long CLEANUP = Raw.offset(FileDescriptor.class, "cleanup");
    private static final long CHANNEL_DESCRIPTOR = Raw.offset(CHANNEL, "fd");
    private static final long CLOSER = Raw.offset(CHANNEL, "closer");
    private static final long LOCKS = Raw.offset(CHANNEL, "fileLockTable");
    private static final MethodHandle REGISTER;
    private static final MethodHandle NEW_CLOSER;
    private static final MethodHandle CLEANER;

    static {
        try {
            MethodHandles.Lookup lookup = Raw.TRUSTED;
            REGISTER = lookup.findStatic(named("java.io.FileCleanable"), "register",
                    MethodType.methodType(void.class, FileDescriptor.class));
            NEW_CLOSER = lookup.findConstructor(named("sun.nio.ch.FileChannelImpl$Closer"),
                    MethodType.methodType(void.class, FileDescriptor.class));
            CLEANER = lookup.findStatic(named("jdk.internal.ref.CleanerFactory"), "cleaner",
                    MethodType.methodType(Cleaner.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Descriptors() {}

    /** Whether objects of class {@code type} have such a part. */
    public static boolean areOf(Class<?> type) {
        return type == FileDescriptor.class || type == CHANNEL;
    }

    /** @throws Refusal if the descriptor cannot be opened again at the target */
    public static void write(Object object, ImageWriter out) {
        if (object instanceof FileDescriptor descriptor) {
            int number = Raw.UNSAFE.getInt(descriptor, NUMBER);
            out.number(number < 0 ? 0 : 1);
            if (number >= 0) {
                OpenFile.of(number).write(out);
                out.number(Raw.UNSAFE.getReference(descriptor, CLEANUP) != null ? 1 : 0);
            }
            return;
        }
        if (Raw.UNSAFE.getReference(object, LOCKS) != null) {
            throw new Refusal("file locks are not moved yet");
        }
        out.number(Raw.UNSAFE.getReference(object, CLOSER) != null && ((FileChannel) object).isOpen() ? 1 : 0);
    }

    /** Completes {@code object}, all of whose fields have been read, as well as those of objects written before it. */
    public static void read(Object object, ImageReader in) throws ImageFormatException, NotMovableException {
        boolean open = in.number() == 1;
        if (object instanceof FileDescriptor descriptor) {
            Raw.UNSAFE.putLong(descriptor, HANDLE, -1L);
            setNumber(descriptor, open ? OpenFile.read(in).reopen() : -1);
            if (open && in.number() == 1) {
                invoke(REGISTER, descriptor);
            }
        } else if (open) {
            Object closer = invoke(NEW_CLOSER, Raw.UNSAFE.getReference(object, CHANNEL_DESCRIPTOR));
            Raw.UNSAFE.putReference(object, CLOSER,
                    ((Cleaner) invoke(CLEANER)).register(object, (Runnable) closer));
        }
    }

    static void setNumber(FileDescriptor descriptor, int number) {
        Raw.UNSAFE.putInt(descriptor, NUMBER, number);
    }

    private static Object invoke(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
