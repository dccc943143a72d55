package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import java.lang.reflect.Field;

/** Reflected fields, which know theirs by a number that differs between JVMs. */
final class FieldCodec implements Codec<Field> {
    @Override
    public void write(Field field, ImageWriter out) {
        out.reference(field.getDeclaringClass());
        out.text(field.getName());
        out.reference(field.getType());
        out.number(Accessible.isOverridden(field) ? 1 : 0);
    }

    @Override
    public Field read(ImageReader in) throws ImageFormatException, NotMovableException {
        Class<?> declaring = in.reference(Class.class);
        String name = in.text();
        Class<?> type = in.reference(Class.class);
        boolean overridden = in.number() == 1;
        for (Field candidate : Raw.declaredFields(declaring)) {
            if (candidate.getName().equals(name) && candidate.getType() == type) {
                Accessible.override(candidate, overridden);
                return candidate;
            }
        }
        throw Members.missing(declaring, name, null);
    }
}
