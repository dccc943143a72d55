package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An object of which each JVM has one, in a final static field, and in which the program has something under way, such
 * as the common pool with its tasks and threads. What refers to it refers to the target's own; that gets all its fields.
 */
final class SharedObjectCarrier implements Carrier {
    private static final String POOLS = "java.util.concurrent.";

    private final Field shared;
    /** Of the object's class and its superclasses, once they are known. */
    private List<Field> fields;

    private SharedObjectCarrier(Field shared) {
        this.shared = shared;
    }

    /** One for each such object that this JDK may have. */
    static List<Carrier> all() {
        List<Carrier> all = new ArrayList<>();
        add(all, POOLS + "ForkJoinPool", "common");
        add(all, POOLS + "CompletableFuture$Delayer", "delayer");
        add(all, POOLS + "ScheduledThreadPoolExecutor", "sequencer");
        add(all, POOLS + "Executors$DefaultThreadFactory", "poolNumber");
        add(all, "java.util.Timer", "nextSerialNumber");
        return all;
    }

    private static void add(List<Carrier> all, String holder, String name) {
        try {
            Field shared = Raw.staticField(Class.forName(holder, false, null), name);
            if (shared != null) {
                all.add(new SharedObjectCarrier(shared));
            }
        } catch (ClassNotFoundException e) {
            // JDKs differ in what they have: the delayer is gone from 25 on
        }
    }

    @Override
    public String name() {
        return shared.getDeclaringClass().getName() + "." + shared.getName();
    }

    /** Null where the program has had no use for it. */
    @Override
    public Object take(Predicate<Object> everywhere) {
        if (Raw.UNSAFE.shouldBeInitialized(shared.getDeclaringClass())) {
            return null;
        }
        Object object = Raw.get(shared);
        List<Field> fields = fieldsOf(object.getClass());
        Object[] state = new Object[fields.size() * 2];
        for (int i = 0; i < fields.size(); i++) {
            state[2 * i] = fields.get(i).getName();
            state[2 * i + 1] = get(object, fields.get(i));
        }
        return state;
    }

    @Override
    public void put(Object state) {
        if (state == null) {
            return;
        }
        Raw.UNSAFE.ensureClassInitialized(shared.getDeclaringClass());
        Object object = Raw.get(shared);
        List<Field> fields = fieldsOf(object.getClass());
        Object[] values = (Object[]) state;
        if (values.length != fields.size() * 2) {
            throw differs();
        }
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.get(i).getName().equals(values[2 * i])) {
                throw differs();
            }
            put(object, fields.get(i), values[2 * i + 1]);
        }
        Raw.UNSAFE.fullFence();
    }

    private IllegalStateException differs() {
        return new IllegalStateException("this JDK has another " + name() + " than the program's");
    }

    private List<Field> fieldsOf(Class<?> type) {
        if (fields == null) {
            fields = new ArrayList<>();
            for (Class<?> at = type; at != Object.class; at = at.getSuperclass()) {
                for (Field field : Raw.declaredFields(at)) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        fields.add(field);
                    }
                }
            }
        }
        return fields;
    }

    private static Object get(Object object, Field field) {
        long offset = Raw.UNSAFE.objectFieldOffset(field);
        Class<?> type = field.getType();
        if (type == int.class) {
            return Raw.UNSAFE.getInt(object, offset);
        } else if (type == long.class) {
            return Raw.UNSAFE.getLong(object, offset);
        } else if (type == boolean.class) {
            return Raw.UNSAFE.getBoolean(object, offset);
        }
        return Raw.UNSAFE.getReference(object, offset);
    }

    private static void put(Object object, Field field, Object value) {
        long offset = Raw.UNSAFE.objectFieldOffset(field);
        Class<?> type = field.getType();
        if (type == int.class) {
            Raw.UNSAFE.putInt(object, offset, (Integer) value);
        } else if (type == long.class) {
            Raw.UNSAFE.putLong(object, offset, (Long) value);
        } else if (type == boolean.class) {
            Raw.UNSAFE.putBoolean(object, offset, (Boolean) value);
        } else {
            Raw.UNSAFE.putReference(object, offset, value);
        }
    }
}
