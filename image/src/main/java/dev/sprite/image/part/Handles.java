package dev.sprite.image.part;

import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** Members of the JDK that are not for everyone. */
public final class Handles {
    private Handles() {}

    public static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    public static MethodHandle staticMethod(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return Raw.TRUSTED.findStatic(owner, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static MethodHandle method(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return Raw.TRUSTED.findVirtual(owner, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static MethodHandle constructor(Class<?> owner, Class<?>... parameters) {
        try {
            return Raw.TRUSTED.findConstructor(owner, MethodType.methodType(void.class, parameters));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An object of which no constructor has run. */
    public static Object blank(Class<?> type) {
        try {
            return Raw.UNSAFE.allocateInstance(type);
        } catch (InstantiationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Object invoke(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
