package dev.sprite.image;

import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Virtual threads, where the JDK has them. What runs them is the JVM's: a thread that has moved is scheduled anew. The
 * JDK alone may hold one, so it is the JDK that is asked for them.
 */
public final class VirtualThreads {
    /** Null on JDKs that have none. */
    private static final Class<?> TYPE = typeIfAny("java.lang.VirtualThread");

    /** Before, a thread that waits for a monitor keeps its carrier, and nobody can say who has the monitor. */
    private static final boolean LET_GO_OF_CARRIERS = Runtime.version().feature() >= 25;

    private static final String REGISTRY = "jdk.internal.vm.ThreadContainers";
    private static final String ROOT = REGISTRY + "$RootContainer$";

    /** Those that were started by themselves. */
    private static final Set<?> SINGLE = (Set<?>) kept(ROOT + "TrackingRootContainer", "VTHREADS");
    /** The same where the JDK has been told to count them only. */
    private static final LongAdder COUNTED = (LongAdder) kept(ROOT + "CountingRootContainer", "VTHREAD_COUNT");
    /** What holds those that were started together, weakly. */
    private static final Set<?> CONTAINERS = (Set<?>) kept(REGISTRY, "CONTAINER_REGISTRY");

    private VirtualThreads() {}

    private static Class<?> typeIfAny(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** A static field of a class that not all JDKs have. */
    private static Object kept(String type, String name) {
        try {
            Field field = Raw.staticField(Class.forName(type), name);
            return field == null ? null : Raw.get(field);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    public static boolean contain(Thread thread) {
        return thread.getClass() == TYPE;
    }

    /** Whether there are, or may be, any that have been started and have not ended. */
    public static boolean any() {
        return areUnknown() || !live().isEmpty();
    }

    /** Why those that there are cannot be moved; null if they can. */
    public static String obstacle() {
        if (areUnknown()) {
            return "the JDK does not know which there are. Start the program without -Djdk.trackAllThreads=false";
        }
        if (TYPE != null && !LET_GO_OF_CARRIERS && !live().isEmpty()) {
            return "virtual threads are moved from JDK 25 on";
        }
        return null;
    }

    private static boolean areUnknown() {
        return COUNTED != null && COUNTED.sum() > 0;
    }

    /** Those that have been started and have not ended, but for those that the JDK does not know. */
    public static List<Thread> live() {
        List<Thread> live = new ArrayList<>();
        if (TYPE == null) {
            return live;
        }
        for (Object thread : SINGLE) {
            addIfLive((Thread) thread, live);
        }
        for (Object registration : CONTAINERS) {
            Object container = ((Reference<?>) registration).get();
            if (container != null) {
                Iterator<?> threads = ((Stream<?>) Handles.invoke(Containers.THREADS, container)).iterator();
                while (threads.hasNext()) {
                    addIfLive((Thread) threads.next(), live);
                }
            }
        }
        return live;
    }

    private static void addIfLive(Thread thread, List<Thread> live) {
        if (contain(thread) && thread.isAlive()) {
            live.add(thread);
        }
    }

    /** Makes a thread known that was started by itself, in another JVM. */
    @SuppressWarnings("unchecked") // it is a set of threads
    public static void addSingle(Thread thread) {
        ((Set<Object>) SINGLE).add(thread);
    }

    /** Whether the JDK knows of what holds threads by this. */
    public static boolean isRegistered(Object registration) {
        return CONTAINERS.contains(registration);
    }

    /** Makes known to the JDK what holds threads. */
    @SuppressWarnings("unchecked")
    public static void register(Object registration) {
        ((Set<Object>) CONTAINERS).add(registration);
    }

    /** The thread of the JVM that runs {@code virtual} at the moment; null if none does. */
    public static Thread carrier(Thread virtual) {
        return (Thread) Raw.UNSAFE.getReferenceVolatile(virtual, Fields.CARRIER);
    }

    /** What runs them all, unless the JDK has been made to use another. */
    public static Object scheduler() {
        return Fields.SCHEDULER_OF_ALL;
    }

    /** The group that they say they are in, and in which threads are that they make; null if the JDK has none. */
    public static ThreadGroup group() {
        return TYPE == null ? null : (ThreadGroup) Handles.invoke(Fields.GROUP);
    }

    /** Has a thread run that was rebuilt. */
    static void schedule(Thread thread) {
        ((Executor) Raw.UNSAFE.getReference(thread, Fields.SCHEDULER))
                .execute((Runnable) Raw.UNSAFE.getReference(thread, Fields.CONTINUATION_RUN));
    }

    /** Found when there is a virtual thread. */
    private static final class Fields {
        static final long CARRIER = Raw.offset(TYPE, "carrierThread");
        static final long SCHEDULER = Raw.offset(TYPE, "scheduler");
        static final long CONTINUATION_RUN = Raw.offset(TYPE, "runContinuation");
        static final Object SCHEDULER_OF_ALL = scheduler();
        static final MethodHandle GROUP = Handles.staticMethod(Thread.class, "virtualThreadGroup", ThreadGroup.class);

        private static Object scheduler() {
            Raw.UNSAFE.ensureClassInitialized(TYPE);
            return Raw.get(Raw.staticField(TYPE, "DEFAULT_SCHEDULER"));
        }
    }

    /** Found when there is one. */
    private static final class Containers {
        static final MethodHandle THREADS = Handles.method(
                Handles.type("jdk.internal.vm.ThreadContainer"), "threads", Stream.class);
    }
}
