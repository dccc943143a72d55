package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.lang.reflect.Field;
import java.util.function.Predicate;

/** The number that the next thread without a name gets in its name. */
final class ThreadNumberCarrier implements Carrier {
    private final Field next;

    ThreadNumberCarrier() {
        Field field = Raw.staticField(Thread.class, "threadInitNumber");
        next = field != null ? field : inNumbering();
    }

    /** Where it is from JDK 19 on. */
    private static Field inNumbering() {
        try {
            Class<?> numbering = Class.forName("java.lang.Thread$ThreadNumbering");
            return Raw.staticField(numbering, "next");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "thread numbering";
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        return Raw.UNSAFE.getIntVolatile(Raw.UNSAFE.staticFieldBase(next), Raw.UNSAFE.staticFieldOffset(next));
    }

    @Override
    public void put(Object state) {
        Raw.UNSAFE.putIntVolatile(
                Raw.UNSAFE.staticFieldBase(next), Raw.UNSAFE.staticFieldOffset(next), (Integer) state);
    }
}
