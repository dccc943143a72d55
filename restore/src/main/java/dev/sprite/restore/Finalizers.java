package dev.sprite.restore;

import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Objects with a {@code finalize} method, which the JVM learns of when they are constructed. */
final class Finalizers {
    private static final MethodHandle REGISTER;

    static {
        try {
            REGISTER = Raw.TRUSTED.findStatic(Class.forName("java.lang.ref.Finalizer"), "register",
                    MethodType.methodType(void.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Finalizers() {}

    static boolean concern(Class<?> type) {
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

    static void register(Object object) {
        try {
            REGISTER.invoke(object);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
