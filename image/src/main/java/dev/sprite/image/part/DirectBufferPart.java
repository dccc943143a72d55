package dev.sprite.image.part;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.lang.invoke.MethodHandle;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/**
 * The memory of direct buffers. It belongs to the buffer that was allocated; slices, duplicates and other views lead to
 * that one by their attachments, and only say where within it they begin.
 */
final class DirectBufferPart implements NativePart {
    private static final Class<?> DIRECT = Handles.type("sun.nio.ch.DirectBuffer");
    private static final MethodHandle ATTACHMENT = Handles.method(DIRECT, "attachment", Object.class);
    private static final Class<?> BYTES = Handles.type("java.nio.DirectByteBuffer");
    private static final Class<?> CLEANER = Handles.type("jdk.internal.ref.Cleaner");
    private static final long ADDRESS = Raw.offset(Buffer.class, "address");
    private static final long CLEANER_FIELD = Raw.offset(BYTES, "cleaner");
    private static final long NEXT = Raw.offset(CLEANER, "next");
    private static final long FILE = Raw.offset(MappedByteBuffer.class, "fd");
    private static final MethodHandle RESERVE =
            Handles.staticMethod(Handles.type("java.nio.Bits"), "reserveMemory", void.class, long.class, long.class);
    private static final MethodHandle DEALLOCATOR = Handles.constructor(
            Handles.type("java.nio.DirectByteBuffer$Deallocator"), long.class, long.class, int.class);
    private static final MethodHandle CREATE =
            Handles.staticMethod(CLEANER, "create", CLEANER, Object.class, Runnable.class);

    @Override
    public boolean isOf(Class<?> type) {
        return DIRECT.isAssignableFrom(type);
    }

    @Override
    public void write(Object buffer, ImageWriter out) {
        Object owner = owner(buffer);
        if (owner instanceof MappedByteBuffer && Raw.UNSAFE.getReference(owner, FILE) != null) {
            throw new Refusal("memory-mapped files are not moved yet");
        }
        Object cleaner = owner instanceof ByteBuffer ? Raw.UNSAFE.getReference(owner, CLEANER_FIELD) : null;
        if (cleaner == null) {
            throw new Refusal("it views memory that no buffer has allocated");
        }
        if (Raw.UNSAFE.getReference(cleaner, NEXT) == cleaner) {
            throw new Refusal("its memory has been freed");
        }
        if (owner == buffer) {
            out.memory(null, address(buffer), ((Buffer) buffer).capacity());
        } else {
            out.number(address(buffer) - address(owner));
        }
    }

    @Override
    public void read(Object buffer, ImageReader in) throws ImageFormatException {
        Object owner = owner(buffer);
        if (!BYTES.isInstance(owner)) {
            throw new ImageFormatException("image damaged: a buffer without memory");
        }
        long memory = allocated((ByteBuffer) owner);
        long capacity = ((Buffer) owner).capacity();
        if (owner == buffer) {
            in.memory(null, memory, capacity);
            return;
        }
        long offset = in.longNumber();
        if (offset < 0 || offset > capacity) {
            throw new ImageFormatException("image damaged: a view beyond its buffer");
        }
        Raw.UNSAFE.putLong(buffer, ADDRESS, memory + offset);
    }

    /** The buffer at the end of the attachments. */
    private static Object owner(Object buffer) {
        Object owner = buffer;
        for (Object parent = buffer; DIRECT.isInstance(parent); parent = Handles.invoke(ATTACHMENT, parent)) {
            owner = parent;
        }
        return owner;
    }

    /** The memory of a buffer that owns some; new unless a view of it has come first. */
    private static long allocated(ByteBuffer owner) {
        if (Raw.UNSAFE.getReference(owner, CLEANER_FIELD) == null) {
            long size = Math.max(1, owner.capacity());
            Handles.invoke(RESERVE, size, (long) owner.capacity());
            long memory = Raw.UNSAFE.allocateMemory(size);
            Raw.UNSAFE.putLong(owner, ADDRESS, memory);
            Object deallocator = Handles.invoke(DEALLOCATOR, memory, size, owner.capacity());
            Raw.UNSAFE.putReference(owner, CLEANER_FIELD, Handles.invoke(CREATE, owner, deallocator));
        }
        return address(owner);
    }

    private static long address(Object buffer) {
        return Raw.UNSAFE.getLong(buffer, ADDRESS);
    }
}
