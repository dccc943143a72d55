package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.function.Predicate;

/** The id that the next thread gets: those of threads that have moved must not be given again. */
final class ThreadIdCarrier implements Carrier {
    private final Object base;
    private final long offset;

    ThreadIdCarrier() {
        Field next = Raw.staticField(Thread.class, "threadSeqNumber");
        base = next == null ? null : Raw.UNSAFE.staticFieldBase(next);
        offset = next == null ? inJvm() : Raw.UNSAFE.staticFieldOffset(next);
    }

    /** Where it is from JDK 21 on. */
    private static long inJvm() {
        try {
            return (long) Raw.TRUSTED.findStatic(Thread.class, "getNextThreadIdOffset",
                    MethodType.methodType(long.class)).invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "thread ids";
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        return Raw.UNSAFE.getLongVolatile(base, offset);
    }

    @Override
    public void put(Object state) {
        long used = (Long) state;
        long here = Raw.UNSAFE.getLongVolatile(base, offset);
        while (here < used && !Raw.UNSAFE.compareAndSetLong(base, offset, here, used)) {
            here = Raw.UNSAFE.getLongVolatile(base, offset);
        }
    }
}
