package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * What fetches a value from a bound method handle: the JDK has one function for each value of a species, and tells it by
 * identity. Other functions are copied field by field.
 */
final class BoundValueCodec implements Codec<Object> {
    static final Class<?> FUNCTION = Handles.type("java.lang.invoke.LambdaForm$NamedFunction");
    private static final long MEMBER = Raw.offset(FUNCTION, "member");
    private static final long GETTERS = Raw.offset(SpeciesCodec.SPECIES, "nominalGetters");
    private static final MethodHandle DECLARING =
            Handles.method(MemberNameCodec.MEMBER, "getDeclaringClass", Class.class);

    /** Whether {@code function} fetches no value from a bound method handle. */
    static boolean isOther(Object function) {
        Object species = species(function);
        return species == null || !getters(species).contains(function);
    }

    private static Object species(Object function) {
        return SpeciesCodec.of((Class<?>) Handles.invoke(DECLARING, Raw.UNSAFE.getReference(function, MEMBER)));
    }

    private static List<?> getters(Object species) {
        return (List<?>) Raw.UNSAFE.getReference(species, GETTERS);
    }

    @Override
    public void write(Object function, ImageWriter out) {
        Object species = species(function);
        out.reference(species);
        out.number(getters(species).indexOf(function));
    }

    @Override
    public Object read(ImageReader in) throws ImageFormatException, NotMovableException {
        List<?> getters = getters(in.reference(SpeciesCodec.SPECIES));
        int value = in.number();
        if (value < 0 || value >= getters.size()) {
            throw new ImageFormatException("image damaged: a method handle of this kind has no bound value " + value);
        }
        return getters.get(value);
    }
}
