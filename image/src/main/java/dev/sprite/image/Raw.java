package dev.sprite.image;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;

/** Access to objects past every access check and every filter. */
public final class Raw {
    public static final Unsafe UNSAFE = Unsafe.getUnsafe();
    /** A lookup that may do anything. */
    public static final MethodHandles.Lookup TRUSTED = trustedLookup();

    private static final MethodHandle DECLARED_FIELDS = declaredFieldsHandle();

    private Raw() {}

    /** All fields that {@code type} itself declares, those that reflection hides included. */
    public static Field[] declaredFields(Class<?> type) {
        try {
            return (Field[]) DECLARED_FIELDS.invokeExact(type, false);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Offset of the instance field {@code name} that {@code type} itself declares. */
    public static long offset(Class<?> type, String name) {
        for (Field field : declaredFields(type)) {
            if (field.getName().equals(name)) {
                return UNSAFE.objectFieldOffset(field);
            }
        }
        throw new IllegalStateException("this JDK has no field " + type.getName() + "." + name);
    }

    /** The static reference field {@code name} of {@code type}, or {@code null} if there is no such field. */
    public static Field staticField(Class<?> type, String name) {
        for (Field field : declaredFields(type)) {
            if (field.getName().equals(name) && Modifier.isStatic(field.getModifiers())) {
                return field;
            }
        }
        return null;
    }

    /** The value of a static reference field. */
    public static Object get(Field field) {
        return UNSAFE.getReferenceVolatile(UNSAFE.staticFieldBase(field), UNSAFE.staticFieldOffset(field));
    }

    /** Sets a static reference field, final or not. */
    public static void set(Field field, Object value) {
        UNSAFE.putReferenceVolatile(UNSAFE.staticFieldBase(field), UNSAFE.staticFieldOffset(field), value);
    }

    private static MethodHandles.Lookup trustedLookup() {
        try {
            Field field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
            return (MethodHandles.Lookup)
                    UNSAFE.getReference(UNSAFE.staticFieldBase(field), UNSAFE.staticFieldOffset(field));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle declaredFieldsHandle() {
        try {
            return TRUSTED.findVirtual(Class.class, "getDeclaredFields0",
                    MethodType.methodType(Field[].class, boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
