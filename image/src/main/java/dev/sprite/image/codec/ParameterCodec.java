package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;

/**
 * The parameters that all descriptions of method handles share: the JDK has one for each kind of value and each of the
 * first places, and tells it by identity. Other names in a description are copied field by field.
 */
final class ParameterCodec implements Codec<Object> {
    static final Class<?> NAME = Handles.type("java.lang.invoke.LambdaForm$Name");
    private static final long KIND = Raw.offset(NAME, "type");
    private static final long PLACE = Raw.offset(NAME, "index");
    private static final Object[][] SHARED =
            (Object[][]) Raw.get(Raw.staticField(Handles.type("java.lang.invoke.LambdaForm"), "INTERNED_ARGUMENTS"));

    /** Whether {@code name} is not a parameter that is shared. */
    static boolean isOther(Object name) {
        int kind = kind(name);
        int place = place(name);
        return kind >= SHARED.length || place < 0 || place >= SHARED[kind].length || SHARED[kind][place] != name;
    }

    private static int kind(Object name) {
        return ((Enum<?>) Raw.UNSAFE.getReference(name, KIND)).ordinal();
    }

    private static int place(Object name) {
        return Raw.UNSAFE.getShort(name, PLACE);
    }

    @Override
    public void write(Object name, ImageWriter out) {
        out.number(kind(name));
        out.number(place(name));
    }

    @Override
    public Object read(ImageReader in) throws ImageFormatException {
        int kind = in.number();
        int place = in.number();
        if (kind < 0 || kind >= SHARED.length || place < 0 || place >= SHARED[kind].length) {
            throw new ImageFormatException("image damaged: no parameter of method handles " + kind + " at " + place);
        }
        return SHARED[kind][place];
    }
}
