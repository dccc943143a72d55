package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;

/**
 * What the JDK knows of a class of bound method handles, which it makes for each combination of kinds of values that are
 * bound.
 */
final class SpeciesCodec implements Codec<Object> {
    static final Class<?> SPECIES = Handles.type("java.lang.invoke.ClassSpecializer$SpeciesData");
    private static final Class<?> BOUND = Handles.type("java.lang.invoke.BoundMethodHandle");
    private static final long KEY = Raw.offset(SPECIES, "key");
    private static final long CLASS = Raw.offset(SPECIES, "speciesCode");
    private static final Object ALL = Raw.get(Raw.staticField(BOUND, "SPECIALIZER"));
    private static final MethodHandle FIND =
            Handles.method(Handles.type("java.lang.invoke.ClassSpecializer"), "findSpecies", SPECIES, Object.class);

    /** What is known of {@code type}; {@code null} if it is no class of this kind. */
    static Object of(Class<?> type) {
        return type.getClassLoader() == null && type.getName().startsWith(BOUND.getName() + "$Species_")
                ? Raw.get(Raw.staticField(type, "BMH_SPECIES"))
                : null;
    }

    /** The class that {@code species} is about. */
    static Class<?> classOf(Object species) {
        return (Class<?>) Raw.UNSAFE.getReference(species, CLASS);
    }

    @Override
    public void write(Object species, ImageWriter out) {
        out.text((String) Raw.UNSAFE.getReference(species, KEY));
    }

    @Override
    public Object read(ImageReader in) throws ImageFormatException, NotMovableException {
        String key = in.text();
        for (int i = 0; i < key.length(); i++) {
            if ("LIJFD".indexOf(key.charAt(i)) < 0) {
                throw new ImageFormatException("image damaged: method handles with values of kind " + key);
            }
        }
        return Handles.invoke(FIND, ALL, key);
    }
}
