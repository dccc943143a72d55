package dev.sprite.image.carrier;

import dev.sprite.image.Layout;
import dev.sprite.image.Raw;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An object of which each JVM has one, in a final static field, and in which the program has something under way, such
 * as the common pool with its tasks and threads, the loggers, or the drivers of databases. What refers to it refers to
 * the target's own; that gets all its fields.
 */
final class SharedObjectCarrier implements Carrier {
    private static final String POOLS = "java.util.concurrent.";
    private static final String LOGGING = "java.util.logging.";

    private final Field shared;

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
        add(all, LOGGING + "LogManager", "manager");
        add(all, LOGGING + "Logger", "global");
        add(all, "java.sql.DriverManager", "registeredDrivers");
        return all;
    }

    private static void add(List<Carrier> all, String holder, String name) {
        try {
            Field shared = Raw.staticField(Class.forName(holder, false, ClassLoader.getPlatformClassLoader()), name);
            if (shared != null) {
                all.add(new SharedObjectCarrier(shared));
            }
        } catch (ClassNotFoundException e) {
            // JDKs differ in what they have: the delayer is gone from 25 on, and not every JVM has all modules
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
        Layout layout = Layout.ofInstance(object.getClass());
        Object[] state = new Object[layout.size() * 2];
        for (int i = 0; i < layout.size(); i++) {
            state[2 * i] = layout.slot(i).name();
            state[2 * i + 1] = get(object, layout.slot(i));
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
        Layout layout = Layout.ofInstance(object.getClass());
        Object[] values = (Object[]) state;
        if (values.length != layout.size() * 2) {
            throw differs();
        }
        for (int i = 0; i < layout.size(); i++) {
            if (!layout.slot(i).name().equals(values[2 * i])) {
                throw differs();
            }
            put(object, layout.slot(i), values[2 * i + 1]);
        }
        Raw.UNSAFE.fullFence();
    }

    private IllegalStateException differs() {
        return new IllegalStateException("this JDK has another " + name() + " than the program's");
    }

    private static Object get(Object object, Layout.Slot slot) {
        return switch (slot.size()) {
            case 8 -> Raw.UNSAFE.getLong(object, slot.offset());
            case 4 -> Raw.UNSAFE.getInt(object, slot.offset());
            case 2 -> Raw.UNSAFE.getShort(object, slot.offset());
            case 1 -> Raw.UNSAFE.getByte(object, slot.offset());
            default -> Raw.UNSAFE.getReference(object, slot.offset());
        };
    }

    private static void put(Object object, Layout.Slot slot, Object value) {
        switch (slot.size()) {
            case 8 -> Raw.UNSAFE.putLong(object, slot.offset(), (Long) value);
            case 4 -> Raw.UNSAFE.putInt(object, slot.offset(), (Integer) value);
            case 2 -> Raw.UNSAFE.putShort(object, slot.offset(), (Short) value);
            case 1 -> Raw.UNSAFE.putByte(object, slot.offset(), (Byte) value);
            default -> Raw.UNSAFE.putReference(object, slot.offset(), value);
        }
    }
}
