package dev.sprite.capture;

import dev.sprite.image.Blocker;
import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** The program's virtual threads. They cannot be moved yet, and nobody but the JDK need hold them. */
final class VirtualThreads {
    private static final String REGISTRY = "jdk.internal.vm.ThreadContainers";
    private static final String ROOT = REGISTRY + "$RootContainer$";
    private static final String WHY = "virtual threads cannot be moved yet";

    /** Those that were started by themselves. */
    private static final Set<?> SINGLE = (Set<?>) kept(ROOT + "TrackingRootContainer", "VTHREADS");
    /** The same where the JDK has been told to count them only. */
    private static final LongAdder COUNTED = (LongAdder) kept(ROOT + "CountingRootContainer", "VTHREAD_COUNT");
    /** What holds those that were started together, weakly. */
    private static final Set<?> CONTAINERS = (Set<?>) kept(REGISTRY, "CONTAINER_REGISTRY");

    private VirtualThreads() {}

    /** A static field of a class that not all JDKs have. */
    private static Object kept(String type, String name) {
        try {
            Field field = Raw.staticField(Class.forName(type), name);
            return field == null ? null : Raw.get(field);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** Whether there is any. */
    static boolean live() {
        return first() != null || isCounted();
    }

    /** What says that there is one; null if there is none. */
    static Blocker blocker() {
        Thread first = first();
        return first != null ? blocker(first) : isCounted() ? new Blocker("a virtual thread", null, null, WHY) : null;
    }

    private static boolean isCounted() {
        return COUNTED != null && COUNTED.sum() > 0;
    }

    private static Thread first() {
        if (SINGLE == null || CONTAINERS == null) {
            return null;
        }
        for (Object thread : SINGLE) {
            if (((Thread) thread).isAlive()) {
                return (Thread) thread;
            }
        }
        for (Object container : CONTAINERS) {
            Thread thread = in(((Reference<?>) container).get());
            if (thread != null) {
                return thread;
            }
        }
        return null;
    }

    private static Thread in(Object container) {
        if (container == null) {
            return null;
        }
        Iterator<?> threads = Containers.threads(container).iterator();
        while (threads.hasNext()) {
            Thread thread = (Thread) threads.next();
            if (isVirtual(thread) && thread.isAlive()) {
                return thread;
            }
        }
        return null;
    }

    private static boolean isVirtual(Thread thread) {
        return thread.getClass().getSuperclass().getName().equals("java.lang.BaseVirtualThread");
    }

    /** Most have no names. */
    private static Blocker blocker(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        String name = thread.getName().isEmpty() ? "virtual thread #" + thread.getId() : thread.getName();
        return new Blocker(name, stack.length == 0 ? null : stack[0].toString(), null, WHY);
    }

    /** Found when there is one. */
    private static final class Containers {
        private static final MethodHandle THREADS = Handles.method(
                Handles.type("jdk.internal.vm.ThreadContainer"), "threads", Stream.class);

        static Stream<?> threads(Object container) {
            return (Stream<?>) Handles.invoke(THREADS, container);
        }
    }
}
