package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The thread-local values of a thread, without those of the JDK's own thread locals: caches of this JVM. They travel
 * as pairs, since a value's place in the table depends on hash codes that each JVM draws for itself.
 */
public enum ThreadLocals {
    ORDINARY("threadLocals"),
    INHERITABLE("inheritableThreadLocals");

    private static final Object[] NONE = {};
    private static final String MAP = "java.lang.ThreadLocal$ThreadLocalMap";

    private final long map;
    private final long table;
    private final long value;
    private final MethodHandle create;
    private final MethodHandle set;

    ThreadLocals(String field) {
        try {
            Class<?> mapType = Class.forName(MAP);
            map = Raw.offset(Thread.class, field);
            table = Raw.offset(mapType, "table");
            value = Raw.offset(Class.forName(MAP + "$Entry"), "value");
            create = Raw.TRUSTED.findConstructor(mapType,
                    MethodType.methodType(void.class, ThreadLocal.class, Object.class));
            set = Raw.TRUSTED.findVirtual(mapType, "set",
                    MethodType.methodType(void.class, ThreadLocal.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Links what {@link #put} calls. */
    public static void rehearse() {
        Thread never = new Thread(null, null, "sprite-rehearsal", 0, false);
        ORDINARY.put(never, new Object[] {new ThreadLocal<>(), null, new ThreadLocal<>(), null});
    }

    /** Key, value, key, value …; keys may be garbage-collected meanwhile, these are not. */
    public Object[] take(Thread thread, Predicate<Object> everywhere) {
        List<Object> pairs = new ArrayList<>();
        Object locals = Raw.UNSAFE.getReference(thread, map);
        if (locals != null) {
            for (Object entry : (Object[]) Raw.UNSAFE.getReference(locals, table)) {
                Object key = entry == null ? null : ((Reference<?>) entry).get();
                if (key != null && !everywhere.test(key)) {
                    pairs.add(key);
                    pairs.add(Raw.UNSAFE.getReference(entry, value));
                }
            }
        }
        return pairs.isEmpty() ? NONE : pairs.toArray();
    }

    public void put(Thread thread, Object[] pairs) {
        try {
            for (int i = 0; i < pairs.length; i += 2) {
                Object locals = Raw.UNSAFE.getReference(thread, map);
                if (locals == null) {
                    Raw.UNSAFE.putReference(thread, map, create.invoke((ThreadLocal<?>) pairs[i], pairs[i + 1]));
                } else {
                    set.invoke(locals, (ThreadLocal<?>) pairs[i], pairs[i + 1]);
                }
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
