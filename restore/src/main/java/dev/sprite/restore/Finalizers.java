package dev.sprite.restore;

import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** What the JVM learns of objects with a {@code finalize} method when they are constructed. */
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
