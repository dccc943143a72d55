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
import java.util.List;

/** Variable handles of fields and of array elements; they hold memory offsets of their JVM. */
final class VarHandleCodec implements Codec<VarHandle> {
    private static final int ARRAY = 0;
    private static final int INSTANCE = 1;
    private static final int STATIC = 2;

    @Override
    public void write(VarHandle handle, ImageWriter out) {
        VarHandle.VarHandleDesc description = handle.describeConstable().orElse(null);
        List<Class<?>> coordinates = handle.coordinateTypes();
        if (description == null) {
            throw new Refusal("variable handles of other than fields and arrays cannot be moved yet: " + handle);
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
