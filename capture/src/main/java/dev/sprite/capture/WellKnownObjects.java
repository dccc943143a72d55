package dev.sprite.capture;

import dev.sprite.image.Raw;
import dev.sprite.image.codec.WellKnown;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects in final static fields of the JDK's initialised classes, and the elements of arrays in such fields.
 * Static thread locals count as final: where they are not, it is by oversight.
 */
final class WellKnownObjects {
    private final List<Object> objects = new ArrayList<>();
    private final List<WellKnown.Name> names = new ArrayList<>();

    private WellKnownObjects() {}

    static WellKnownObjects none() {
        return new WellKnownObjects();
    }

    static WellKnownObjects among(Class<?>[] loaded) {
        WellKnownObjects objects = new WellKnownObjects();
        for (Class<?> type : loaded) {
            if (Movability.isOfTheJdk(type) && !type.isArray() && !type.isPrimitive() && !type.isHidden()
                    && !type.getName().startsWith("java.lang.Sprite") && !Raw.UNSAFE.shouldBeInitialized(type)) {
                objects.addFrom(type);
            }
        }
        return objects;
    }

    /** How many there are; one object may count several times, under each of its names. */
    int size() {
        return objects.size();
    }

    Object object(int index) {
        return objects.get(index);
    }

    WellKnown.Name name(int index) {
        return names.get(index);
    }

    private void addFrom(Class<?> type) {
        for (Field field : Raw.declaredFields(type)) {
            int modifiers = field.getModifiers();
            if (Modifier.isStatic(modifiers) && !field.getType().isPrimitive()
                    && (Modifier.isFinal(modifiers) || ThreadLocal.class.isAssignableFrom(field.getType()))) {
                Object value = Raw.get(field);
                add(value, type, field.getName(), WellKnown.FIELD);
                if (value instanceof Object[] && !isCache(type)) {
                    Object[] elements = (Object[]) value;
                    for (int i = 0; i < elements.length; i++) {
                        add(elements[i], type, field.getName(), i);
                    }
                }
            }
        }
    }

    /** Its arrays hold what has been asked for so far, which another JVM has not. */
    private static boolean isCache(Class<?> holder) {
        return holder.getName().startsWith("java.lang.invoke.");
    }

    /** Objects that have a codec are found by that; so are interned strings. */
    private void add(Object object, Class<?> holder, String field, int index) {
        if (object == null || object instanceof Class || object instanceof ClassLoader || object instanceof Thread
                || object instanceof ThreadGroup || object instanceof Module || object instanceof ModuleLayer
                || object instanceof MethodType || holder == System.class
                || object instanceof String && InternedStrings.contains((String) object)) {
            return;
        }
        // Hashed for good: other threads of the JVM use these objects, and must not see a number for a hash.
        System.identityHashCode(object);
        objects.add(object);
        names.add(new WellKnown.Name(holder, field, index));
    }
}
