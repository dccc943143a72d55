package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Variable handles of fields, of array elements and of byte arrays seen as wider numbers; they hold memory offsets of
 * their JVM.
 */
final class VarHandleCodec implements Codec<VarHandle> {
    private static final int ARRAY = 0;
    private static final int INSTANCE = 1;
    private static final int STATIC = 2;
    private static final int BYTES_VIEW = 3;
    private static final int BUFFER_VIEW = 4;

    @Override
    public void write(VarHandle handle, ImageWriter out) {
        VarHandle.VarHandleDesc description = handle.describeConstable().orElse(null);
        List<Class<?>> coordinates = handle.coordinateTypes();
        if (description == null) {
            writeView(handle, coordinates, out);
            return;
        }
        if (coordinates.size() == 2) {
            out.number(ARRAY);
            out.reference(coordinates.get(0));
            return;
        }
        out.number(coordinates.size() == 1 ? INSTANCE : STATIC);
        out.reference(coordinates.size() == 1 ? coordinates.get(0) : declaring(handle));
        out.text(description.constantName());
        out.reference(handle.varType());
    }

    private static void writeView(VarHandle handle, List<Class<?>> coordinates, ImageWriter out) {
        boolean ofBytes = coordinates.equals(List.of(byte[].class, int.class));
        if (!ofBytes && !coordinates.equals(List.of(ByteBuffer.class, int.class))) {
            throw new Refusal("variable handles of other than fields and arrays cannot be moved yet: " + handle);
        }
        out.number(ofBytes ? BYTES_VIEW : BUFFER_VIEW);
        out.reference(handle.varType().arrayType());
        out.number(isBigEndian(handle) ? 1 : 0);
    }

    private static boolean isBigEndian(VarHandle handle) {
        for (Class<?> c = handle.getClass(); c != VarHandle.class; c = c.getSuperclass()) {
            for (Field field : Raw.declaredFields(c)) {
                if (field.getName().equals("be")) {
                    return Raw.UNSAFE.getBoolean(handle, Raw.UNSAFE.objectFieldOffset(field));
                }
            }
        }
        throw new Refusal("variable handles of this kind cannot be moved on this JDK: " + handle);
    }

    /** The class of a static field's handle is only in its description. */
    private static Class<?> declaring(VarHandle handle) {
        try {
            return (Class<?>) Raw.UNSAFE.getReference(handle, Raw.offset(handle.getClass(), "declaringClass"));
        } catch (IllegalStateException e) {
            throw new Refusal("variable handles of static fields cannot be moved on this JDK: " + handle);
        }
    }

    @Override
    public VarHandle read(ImageReader in) throws ImageFormatException, NotMovableException {
        int kind = in.number();
        Class<?> type = in.reference(Class.class);
        if (kind == ARRAY) {
            return MethodHandles.arrayElementVarHandle(type);
        }
        if (kind == BYTES_VIEW || kind == BUFFER_VIEW) {
            ByteOrder order = in.number() == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            return kind == BYTES_VIEW
                    ? MethodHandles.byteArrayViewVarHandle(type, order)
                    : MethodHandles.byteBufferViewVarHandle(type, order);
        }
        String name = in.text();
        Class<?> value = in.reference(Class.class);
        try {
            return kind == INSTANCE
                    ? Raw.TRUSTED.findVarHandle(type, name, value)
                    : Raw.TRUSTED.findStaticVarHandle(type, name, value);
        } catch (ReflectiveOperationException e) {
            throw Members.missing(type, name, e);
        }
    }
}
