package dev.sprite.image.part;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;
import java.nio.Buffer;

/**
 * The memory of direct buffers. It belongs to the buffer that was allocated or mapped; slices, duplicates and other views
 * lead to that one by their attachments, and only say where within it they begin.
 */
final class DirectBufferPart implements NativePart {
    private static final Class<?> DIRECT = Handles.type("sun.nio.ch.DirectBuffer");
    private static final MethodHandle ATTACHMENT = Handles.method(DIRECT, "attachment", Object.class);
    private static final long ADDRESS = Raw.offset(Buffer.class, "address");

    @Override
    public boolean isOf(Class<?> type) {
        return DIRECT.isAssignableFrom(type);
    }

    @Override
    public void write(Object buffer, ImageWriter out) {
        Object owner = owner(buffer);
        if (owner == buffer) {
            BufferMemory.write((Buffer) buffer, out);
        } else {
            out.number(address(buffer) - address(owner));
        }
    }

    @Override
    public void read(Object buffer, ImageReader in) throws ImageFormatException, NotMovableException {
        Object owner = owner(buffer);
        if (owner == buffer) {
            BufferMemory.read((Buffer) buffer, in);
            return;
        }
        long offset = in.longNumber();
        if (offset < 0 || offset > ((Buffer) owner).capacity()) {
            throw new ImageFormatException("image damaged: a view beyond its buffer");
        }
        Raw.UNSAFE.putLong(buffer, ADDRESS, offset);
    }

    /** The owner's memory may have come after a view of it. */
    @Override
    public void complete(Object buffer) {
        Object owner = owner(buffer);
        if (owner != buffer) {
            Raw.UNSAFE.putLong(buffer, ADDRESS, address(owner) + address(buffer));
        }
    }

    /** The buffer at the end of the attachments. */
    private static Object owner(Object buffer) {
        Object owner = buffer;
        for (Object parent = buffer; DIRECT.isInstance(parent); parent = Handles.invoke(ATTACHMENT, parent)) {
            owner = parent;
        }
        return owner;
    }

    private static long address(Object buffer) {
        return Raw.UNSAFE.getLong(buffer, ADDRESS);
    }
}
