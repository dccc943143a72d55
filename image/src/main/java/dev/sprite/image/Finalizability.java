package dev.sprite.image;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Whether the JVM calls {@code finalize} on objects. */
public final class Finalizability {
    private Finalizability() {}

    /** Whether a class of the program, or one that it extends, has such a method. */
    public static boolean of(Class<?> type) {
        for (Class<?> c = type; c != null && c != Object.class && c != Enum.class; c = c.getSuperclass()) {
            if (c.getClassLoader() != null) {
                return inheritsFinalizer(type);
            }
        }
        return false;
    }

    /** Found by its name: a list of all methods would have their types loaded, which some loaders have yet to arrive for. */
    private static boolean inheritsFinalizer(Class<?> type) {
        try {
            MethodHandle found = Raw.TRUSTED.findVirtual(type, "finalize", MethodType.methodType(void.class));
            return Raw.TRUSTED.revealDirect(found).getDeclaringClass().getClassLoader() != null;
        } catch (ReflectiveOperationException e) {
            return false; // a static one
        }
    }
}
