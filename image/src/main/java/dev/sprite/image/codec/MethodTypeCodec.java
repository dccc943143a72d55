package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import java.lang.invoke.MethodType;

/** Method types, which are interned. */
final class MethodTypeCodec implements Codec<MethodType> {
    @Override
    public void write(MethodType type, ImageWriter out) {
        out.reference(type.returnType());
        out.number(type.parameterCount());
        for (int i = 0; i < type.parameterCount(); i++) {
            out.reference(type.parameterType(i));
        }
    }

    @Override
    public MethodType read(ImageReader in) throws ImageFormatException, NotMovableException {
        Class<?> result = in.reference(Class.class);
        int count = in.number();
        if (count < 0 || count > 255) {
            throw new ImageFormatException("image damaged: a method type of " + count + " parameters");
        }
        Class<?>[] parameters = new Class<?>[count];
        for (int i = 0; i < count; i++) {
            parameters[i] = in.reference(Class.class);
        }
        return MethodType.methodType(result, parameters);
    }
}
