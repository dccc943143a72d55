package java.lang;

import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;
import jdk.internal.misc.Unsafe;

/** What is different with virtual threads, on JDKs that have them. */
final class SpriteVirtual {
    private static final String TYPE = "java.lang.VirtualThread";
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private SpriteVirtual() {}

    static boolean contain(Object thread) {
        return thread.getClass().getName().equals(TYPE);
    }

    /** What the thread was made to run; its {@code run} does nothing. */
    static Runnable task(Thread thread) {
        Object continuation = UNSAFE.getReference(thread, Fields.CONTINUATION);
        Object wrapper = UNSAFE.getReference(continuation, Fields.WRAPPER);
        return (Runnable) UNSAFE.getReference(wrapper, task(wrapper.getClass()));
    }

    /** The wrapper's only field of this type; the other one is the thread. */
    private static long task(Class<?> wrapper) {
        for (Field field : wrapper.getDeclaredFields()) {
            if (field.getType() == Runnable.class) {
                return UNSAFE.objectFieldOffset(field);
            }
        }
        throw new NoSuchFieldError(wrapper.getName());
    }

    /** What is counted down when the thread has ended; to be asked for before it is asked whether it has. */
    static CountDownLatch termination(Thread thread) {
        Object termination = UNSAFE.getReferenceVolatile(thread, Fields.TERMINATION);
        if (termination == null) {
            CountDownLatch fresh = new CountDownLatch(1);
            termination = UNSAFE.compareAndExchangeReference(thread, Fields.TERMINATION, null, fresh);
            termination = termination == null ? fresh : termination;
        }
        return (CountDownLatch) termination;
    }

    /**
     * Interrupts the thread unless it has been interrupted already. It cannot find out, and take the interrupt back,
     * before it has been woken, too.
     *
     * @return whether it was not
     */
    static boolean interrupt(Thread thread) {
        synchronized (UNSAFE.getReference(thread, Fields.INTERRUPT_LOCK)) {
            if (thread.isInterrupted()) {
                return false;
            }
            thread.interrupt();
            return true;
        }
    }

    /** Found when there is a virtual thread. */
    private static final class Fields {
        static final long CONTINUATION = offset(TYPE, "cont");
        static final long TERMINATION = offset(TYPE, "termination");
        static final long WRAPPER = offset("jdk.internal.vm.Continuation", "target");
        static final long INTERRUPT_LOCK = offset("java.lang.Thread", "interruptLock");

        private static long offset(String type, String name) {
            try {
                return UNSAFE.objectFieldOffset(Class.forName(type), name);
            } catch (ClassNotFoundException e) {
                throw new NoClassDefFoundError(type);
            }
        }
    }
}
