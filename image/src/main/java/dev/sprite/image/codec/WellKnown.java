package dev.sprite.image.codec;

import dev.sprite.image.Blocker;
import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import java.lang.reflect.Field;

/**
 * Names objects that every JVM has: those in final static fields of JDK classes, and the elements of arrays in such.
 *
 * <p>Unlike other codecs it is handed the name of an object to write.
 */
public final class WellKnown implements Codec<Object> {
    /** Stands for the object in the field itself rather than for an element of it. */
    public static final int FIELD = -1;

    /**
     * @param holder the class that declares the field
     * @param index the element, or {@link #FIELD}
     */
    public record Name(Class<?> holder, String field, int index) {
        @Override
        public String toString() {
            return holder.getName() + '#' + field + (index == FIELD ? "" : "[" + index + "]");
        }
    }

    @Override
    public void write(Object name, ImageWriter out) {
        Name wellKnown = (Name) name;
        out.reference(wellKnown.holder());
        out.text(wellKnown.field());
        out.number(wellKnown.index() + 1);
    }

    @Override
    public Object read(ImageReader in) throws ImageFormatException, NotMovableException {
        Class<?> holder = in.reference(Class.class);
        Name name = new Name(holder, in.text(), in.number() - 1);
        Raw.UNSAFE.ensureClassInitialized(holder);
        Field field = Raw.staticField(holder, name.field());
        Object object = field == null || field.getType().isPrimitive() ? null : Raw.get(field);
        if (object != null && name.index() != FIELD) {
            Object[] elements = (Object[]) object;
            object = name.index() < elements.length ? elements[name.index()] : null;
        }
        if (object == null) {
            throw new NotMovableException(Blocker.object(name.toString(),
                    "this host's JVM has no such object. Use the same JDK build on both hosts"));
        }
        return object;
    }
}
