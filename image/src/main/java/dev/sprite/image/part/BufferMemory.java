package dev.sprite.image.part;

import dev.sprite.image.Blocker;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import dev.sprite.image.files.MappedFile;
import dev.sprite.image.files.PrivateMapping;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.MappedByteBuffer;

/** The memory of a direct buffer that owns some, and the cleaner that gives it back. */
final class BufferMemory {
    private static final Class<?> BYTES = Handles.type("java.nio.DirectByteBuffer");
    private static final Class<?> CLEANER = Handles.type("jdk.internal.ref.Cleaner");
    private static final long ADDRESS = Raw.offset(Buffer.class, "address");
    private static final long CLEANER_FIELD = Raw.offset(BYTES, "cleaner");
    private static final long NEXT = Raw.offset(CLEANER, "next");
    private static final long ACTION = Raw.offset(CLEANER, "thunk");
    private static final long FILE = Raw.offset(MappedByteBuffer.class, "fd");
    private static final long IS_SYNCHRONOUS = Raw.offset(MappedByteBuffer.class, "isSync");
    private static final MethodHandle RESERVE =
            Handles.staticMethod(Handles.type("java.nio.Bits"), "reserveMemory", void.class, long.class, long.class);
    private static final MethodHandle DEALLOCATOR = Handles.constructor(
            Handles.type("java.nio.DirectByteBuffer$Deallocator"), long.class, long.class, int.class);
    private static final MethodHandle UNMAPPER = Handles.constructor(
            Handles.type("sun.nio.ch.FileChannelImpl$DefaultUnmapper"), long.class, long.class, long.class,
            FileDescriptor.class, int.class);
    private static final MethodHandle CREATE =
            Handles.staticMethod(CLEANER, "create", CLEANER, Object.class, Runnable.class);
    private static final MethodHandle REMOVE = Handles.staticMethod(CLEANER, "remove", boolean.class, CLEANER);

    private static final int NONE = 0;
    private static final int ALLOCATED = 1;
    private static final int MAPPED = 2;
    /** It is mapped where there is the file; elsewhere its content has to do. */
    private static final int MAPPED_OR_COPIED = 3;
    /** It was mapped, but only its content is left of that. */
    private static final int COPIED = 4;
    private static final int SKIPPED = 1 << 16;

    private BufferMemory() {}

    static void write(Buffer buffer, ImageWriter out) {
        if (!BYTES.isInstance(buffer)) {
            throw new Refusal("it views memory that no buffer has allocated");
        }
        Object cleaner = Raw.UNSAFE.getReference(buffer, CLEANER_FIELD);
        boolean mapped = Raw.UNSAFE.getReference(buffer, FILE) != null;
        if (cleaner != null && Raw.UNSAFE.getReference(cleaner, NEXT) == cleaner) {
            throw new Refusal("its memory has been freed");
        }
        if (mapped && Raw.UNSAFE.getBoolean(buffer, IS_SYNCHRONOUS)) {
            throw new Refusal("it maps persistent memory");
        }
        if (cleaner != null && !mapped) {
            out.number(ALLOCATED);
            content(buffer, out);
        } else if (cleaner == null && mapped) {
            out.number(NONE); // no memory is mapped for no bytes
        } else {
            writeMapped(buffer, out, mapped);
        }
    }

    /** What the JVM itself has mapped, its own classes, it only shows to read. */
    private static void writeMapped(Buffer buffer, ImageWriter out, boolean byProgram) {
        MappedFile file = MappedFile.at(address(buffer), buffer.capacity());
        if (!byProgram && (file == null || file.writable())) {
            throw new Refusal("it views memory that no buffer has allocated");
        }
        if (file == null) {
            out.number(COPIED);
            content(buffer, out);
        } else if (file.writable() || file.isOfTheJdk()) {
            out.number(MAPPED);
            file.write(out);
        } else {
            out.number(MAPPED_OR_COPIED);
            file.write(out);
            content(buffer, out);
        }
    }

    private static void content(Buffer buffer, ImageWriter out) {
        out.memory(null, address(buffer), buffer.capacity());
    }

    static void read(Buffer buffer, ImageReader in) throws ImageFormatException, NotMovableException {
        if (!BYTES.isInstance(buffer)) {
            throw new ImageFormatException("image damaged: a buffer without memory");
        }
        int kind = in.number();
        switch (kind) {
            case NONE:
                Raw.UNSAFE.putLong(buffer, ADDRESS, 0);
                break;
            case ALLOCATED:
                allocate(buffer);
                content(buffer, in);
                break;
            case MAPPED:
                take(buffer, MappedFile.read(in).map(buffer.capacity()));
                break;
            case MAPPED_OR_COPIED:
                MappedFile file = MappedFile.read(in);
                if (file.isHere()) {
                    take(buffer, file.map(buffer.capacity()));
                    skip(buffer.capacity(), in);
                } else {
                    copy(buffer, in);
                }
                break;
            case COPIED:
                copy(buffer, in);
                break;
            default:
                throw new ImageFormatException("image damaged: unknown kind of memory " + kind);
        }
    }

    private static void allocate(Buffer buffer) {
        long size = Math.max(1, buffer.capacity());
        Handles.invoke(RESERVE, size, (long) buffer.capacity());
        long memory = Raw.UNSAFE.allocateMemory(size);
        own(buffer, memory, Handles.invoke(DEALLOCATOR, memory, size, buffer.capacity()));
    }

    private static void copy(Buffer buffer, ImageReader in) throws ImageFormatException, NotMovableException {
        long size = Math.max(1, buffer.capacity());
        try {
            long memory = PrivateMapping.of(size);
            own(buffer, memory, Handles.invoke(UNMAPPER, memory, size, size, new FileDescriptor(), 0));
        } catch (IOException e) {
            throw new NotMovableException(Blocker.object("a mapped buffer", "this host has no memory for it: " + e));
        }
        content(buffer, in);
    }

    private static void content(Buffer buffer, ImageReader in) throws ImageFormatException {
        in.memory(null, address(buffer), buffer.capacity());
    }

    private static void skip(int bytes, ImageReader in) throws ImageFormatException {
        byte[] nowhere = new byte[Math.min(bytes, SKIPPED)];
        for (int left = bytes; left > 0; left -= nowhere.length) {
            in.memory(nowhere, Raw.arrayBase(byte[].class), Math.min(left, nowhere.length));
        }
    }

    /** Takes its memory away from {@code other}, which can then be forgotten. */
    private static void take(Buffer buffer, MappedByteBuffer other) {
        Object cleaner = Raw.UNSAFE.getReference(other, CLEANER_FIELD);
        own(buffer, address(other), Raw.UNSAFE.getReference(cleaner, ACTION));
        Handles.invoke(REMOVE, cleaner);
        Reference.reachabilityFence(other);
    }

    private static void own(Buffer buffer, long memory, Object action) {
        Raw.UNSAFE.putLong(buffer, ADDRESS, memory);
        Raw.UNSAFE.putReference(buffer, CLEANER_FIELD, Handles.invoke(CREATE, buffer, action));
    }

    private static long address(Buffer buffer) {
        return Raw.UNSAFE.getLong(buffer, ADDRESS);
    }
}
