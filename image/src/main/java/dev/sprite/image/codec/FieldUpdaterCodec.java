package dev.sprite.image.codec;

import dev.sprite.image.Codec;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * The field updaters of {@code java.util.concurrent.atomic}, which hold memory offsets of their JVM and not the names
 * of their fields.
 */
final class FieldUpdaterCodec implements Codec<Object> {
    @Override
    public void write(Object updater, ImageWriter out) {
        Class<?> type = updater.getClass();
        Class<?> target = (Class<?>) get(updater, "tclass");
        out.reference(type);
        out.reference(target);
        out.reference(get(updater, "cclass"));
        out.reference(isOfReferences(type) ? get(updater, "vclass") : null);
        out.text(fieldAt(target, Raw.UNSAFE.getLong(updater, Raw.offset(type, "offset"))));
    }

    private static Object get(Object updater, String field) {
        return Raw.UNSAFE.getReference(updater, Raw.offset(updater.getClass(), field));
    }

    private static boolean isOfReferences(Class<?> type) {
        return type.getName().contains("AtomicReferenceFieldUpdater");
    }

    private static String fieldAt(Class<?> target, long offset) {
        for (Field field : Raw.declaredFields(target)) {
            if (!Modifier.isStatic(field.getModifiers()) && Raw.UNSAFE.objectFieldOffset(field) == offset) {
                return field.getName();
            }
        }
        throw new Refusal("a field updater whose field cannot be found in " + target.getName());
    }

    @Override
    public Object read(ImageReader in) throws ImageFormatException, NotMovableException {
        Class<?> type = in.reference(Class.class);
        Class<?> target = in.reference(Class.class);
        Class<?> caller = in.reference(Class.class);
        Class<?> value = in.reference(Class.class);
        String field = in.text();
        try {
            if (isOfReferences(type)) {
                MethodHandle make = Raw.TRUSTED.findConstructor(type, MethodType.methodType(
                        void.class, Class.class, Class.class, String.class, Class.class));
                return make.invoke(target, value, field, caller);
            }
            MethodHandle make = Raw.TRUSTED.findConstructor(type,
                    MethodType.methodType(void.class, Class.class, String.class, Class.class));
            return make.invoke(target, field, caller);
        } catch (Error e) {
            throw e;
        } catch (ReflectiveOperationException e) {
            throw Members.missing(target, field, e);
        } catch (Throwable e) {
            throw Members.missing(target, field, new ReflectiveOperationException(e));
        }
    }
}
