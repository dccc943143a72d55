package dev.sprite.image;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;

/** Access to objects past every access check and every filter. */
public final class Raw {
    public static final Unsafe UNSAFE = Unsafe.getUnsafe();
    /** A lookup that may do anything. */
    public static final MethodHandles.Lookup TRUSTED = trustedLookup();

    private static final MethodHandle ARRAY_BASE = arrayBaseHandle();
    private static final MethodHandle DECLARED_FIELDS = declared("Fields", Field[].class);
    private static final MethodHandle DECLARED_METHODS = declared("Methods", Method[].class);
    private static final MethodHandle DECLARED_CONSTRUCTORS = declared("Constructors", Constructor[].class);

    private Raw() {}

    /** All fields that {@code type} itself declares, those that reflection hides included; fresh objects. */
    public static Field[] declaredFields(Class<?> type) {
        return (Field[]) invoke(DECLARED_FIELDS, type);
    }

    /** All methods that {@code type} itself declares; fresh objects. */
    public static Method[] declaredMethods(Class<?> type) {
        return (Method[]) invoke(DECLARED_METHODS, type);
    }

    /** All constructors of {@code type}; fresh objects. */
    public static Constructor<?>[] declaredConstructors(Class<?> type) {
        return (Constructor<?>[]) invoke(DECLARED_CONSTRUCTORS, type);
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

    /** Whether {@code type} itself declares an instance field {@code name}. */
    public static boolean hasField(Class<?> type, String name) {
        for (Field field : declaredFields(type)) {
            if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
                return true;
            }
        }
        return false;
    }

    /** Offset of the first element of arrays of class {@code type}. */
    public static long arrayBase(Class<?> type) {
        try {
            return (long) ARRAY_BASE.invokeExact(type);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
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

    /** An {@code int} up to JDK 24, a {@code long} from then on: it cannot be called by name from one class file. */
    private static MethodHandle arrayBaseHandle() {
        for (Method method : Unsafe.class.getDeclaredMethods()) {
            if (method.getName().equals("arrayBaseOffset")) {
                try {
                    return TRUSTED.unreflect(method).bindTo(UNSAFE)
                            .asType(MethodType.methodType(long.class, Class.class));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        throw new IllegalStateException("this JDK has no Unsafe.arrayBaseOffset");
    }

    private static MethodHandle declared(String members, Class<?> result) {
        try {
            return TRUSTED.findVirtual(Class.class, "getDeclared" + members + "0",
                    MethodType.methodType(result, boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object[] invoke(MethodHandle declared, Class<?> type) {
        try {
            return (Object[]) declared.invoke(type, false);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
