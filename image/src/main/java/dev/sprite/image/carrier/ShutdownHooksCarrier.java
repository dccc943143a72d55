package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The program's shutdown hooks: threads that have not been started. */
final class ShutdownHooksCarrier implements Carrier {
    private static final long TASK = taskOffset();

    private final Predicate<Class<?>> ofProgram;
    private final Field hooks;

    ShutdownHooksCarrier(Predicate<Class<?>> ofProgram) {
        this.ofProgram = ofProgram;
        try {
            hooks = Raw.staticField(Class.forName("java.lang.ApplicationShutdownHooks"), "hooks");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "shutdown hooks";
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        List<Thread> own = new ArrayList<>();
        Map<?, ?> all = (Map<?, ?>) Raw.get(hooks);
        if (all != null) {
            for (Object hook : all.keySet()) {
                if (isOfTheProgram((Thread) hook)) {
                    own.add((Thread) hook);
                }
            }
        }
        return own.toArray();
    }

    /** The JDK and the agent have hooks of their own, in every JVM. */
    private boolean isOfTheProgram(Thread hook) {
        Object task = task(hook);
        return ofProgram.test(hook.getClass()) || task != null && ofProgram.test(task.getClass());
    }

    @Override
    public void put(Object state) {
        for (Object hook : (Object[]) state) {
            Runtime.getRuntime().addShutdownHook((Thread) hook);
        }
    }

    /** What a thread was made to run: a field of its own up to JDK 18, of its holder from then on. */
    private static Object task(Thread thread) {
        Object holder = TASK < 0 ? thread : Raw.UNSAFE.getReference(thread, TASK);
        return Raw.UNSAFE.getReference(holder, Raw.offset(holder == thread ? Thread.class : holder.getClass(),
                holder == thread ? "target" : "task"));
    }

    private static long taskOffset() {
        return Runtime.version().feature() < 19 ? -1 : Raw.offset(Thread.class, "holder");
    }
}
