package dev.sprite.capture;

import dev.sprite.image.Raw;
import dev.sprite.image.ThreadFields;
import dev.sprite.image.VirtualThreads;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;

/** The JVM's own threads that run virtual ones: each JVM has others, and they are no threads of the program. */
final class CarrierThreads {
    private static final String CARRIER = "jdk.internal.misc.CarrierThread";
    /** What tells the scheduler that time is up; any fork-join pool may have one. */
    private static final String DELAYS = "java.util.concurrent.DelayScheduler";
    private static final String VIRTUAL = "java.lang.VirtualThread";

    private CarrierThreads() {}

    static boolean contain(Thread thread) {
        String type = thread.getClass().getName();
        return type.equals(CARRIER) || type.equals(DELAYS) && thread == Raw.UNSAFE.getReferenceVolatile(
                VirtualThreads.scheduler(), Raw.offset(ForkJoinPool.class, "delayScheduler"));
    }

    /**
     * Whether none of them does anything for a virtual thread: when one has ended, it is they that tell those who wait
     * for that.
     *
     * @param virtual threads that do not run; those that could not let go of their carriers still have them
     */
    static boolean areIdle(Iterable<Thread> virtual) {
        Set<Thread> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Thread thread : virtual) {
            kept.add(VirtualThreads.carrier(thread));
        }
        for (Thread thread : ThreadFields.live()) {
            if (contain(thread) && !kept.contains(thread) && runsVirtual(thread.getStackTrace())) {
                return false;
            }
        }
        return true;
    }

    private static boolean runsVirtual(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().equals(VIRTUAL)) {
                return true;
            }
        }
        return false;
    }
}
