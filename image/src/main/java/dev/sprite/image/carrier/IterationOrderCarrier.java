package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The salt by which each JVM shuffles the iteration order of {@code Set.of} and {@code Map.of}. Lookups do not depend
 * on it, so it can change under the collections that this JVM has already; iterators in mid-flight do. Compiled code
 * has taken it for a constant: retransforming the classes, though to what they are, throws that code away.
 */
public final class IterationOrderCarrier implements Carrier {
    private final Instrumentation inst;
    private final Field salt;
    private final Field reverse;

    public IterationOrderCarrier(Instrumentation inst) {
        this.inst = inst;
        Class<?> collections = Set.of().getClass().getNestHost();
        salt = Raw.staticField(collections, "SALT32L");
        reverse = Raw.staticField(collections, "REVERSE");
    }

    @Override
    public String name() {
        return "iteration order of immutable collections";
    }

    @Override
    public long[] take(Predicate<Object> everywhere) {
        return take();
    }

    /** The salt, which never changes at the source: it can be taken, and put, ahead of the freeze. */
    public long[] take() {
        return new long[] {
            Raw.UNSAFE.getLong(Raw.UNSAFE.staticFieldBase(salt), Raw.UNSAFE.staticFieldOffset(salt)),
            Raw.UNSAFE.getBoolean(Raw.UNSAFE.staticFieldBase(reverse), Raw.UNSAFE.staticFieldOffset(reverse)) ? 1 : 0
        };
    }

    @Override
    public void put(Object state) {
        long[] values = (long[]) state;
        if (Arrays.equals(values, take())) {
            return;
        }
        Raw.UNSAFE.putLong(Raw.UNSAFE.staticFieldBase(salt), Raw.UNSAFE.staticFieldOffset(salt), values[0]);
        Raw.UNSAFE.putBoolean(Raw.UNSAFE.staticFieldBase(reverse), Raw.UNSAFE.staticFieldOffset(reverse),
                values[1] != 0);
        try {
            inst.retransformClasses(readers());
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException(e);
        }
    }

    private Class<?>[] readers() {
        List<Class<?>> readers = new ArrayList<>();
        for (Class<?> member : salt.getDeclaringClass().getNestMembers()) {
            if (member.getName().contains("Set") || member.getName().contains("Map")) {
                readers.add(member);
            }
        }
        return readers.toArray(new Class<?>[0]);
    }
}
