package dev.sprite.restore;

import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

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
            if (c.getClassLoader() != null && declaresFinalizer(c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declaresFinalizer(Class<?> type) {
        for (Method method : Raw.declaredMethods(type)) {
            if (method.getName().equals("finalize") && method.getParameterCount() == 0
                    && method.getReturnType() == void.class) {
                return true;
            }
        }
        return false;
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
