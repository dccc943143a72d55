package dev.sprite.image;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** What the JVM and the JDK keep in a {@code Thread}: from JDK 19 on partly in an object of its own. */
public final class ThreadFields {
    private static final String HOLDER = "java.lang.Thread$FieldHolder";
    private static final Class<?> OWNER = owner();
    private static final long HOLDER_FIELD = OWNER == Thread.class ? 0 : Raw.offset(Thread.class, "holder");
    private static final long STACK_SIZE = Raw.offset(OWNER, "stackSize");
    private static final long NUMBER = Raw.offset(Thread.class, "tid");
    /** No program counts its threads that far. */
    private static final long OUT_OF_THE_WAY = 1L << 40;
    private static final MethodHandle THREADS = threads();
    private static final MethodHandle START = start();
    private static final MethodHandle ENTER = enter();

    private ThreadFields() {}

    private static Class<?> owner() {
        try {
            return Class.forName(HOLDER);
        } catch (ClassNotFoundException e) {
            return Thread.class;
        }
    }

    private static Object base(Thread thread) {
        return OWNER == Thread.class ? thread : Raw.UNSAFE.getReference(thread, HOLDER_FIELD);
    }

    /** The size of the stack that was asked for the thread, in bytes; 0 stands for the default. */
    public static long stackSize(Thread thread) {
        return VirtualThreads.contain(thread) ? 0 : Raw.UNSAFE.getLong(base(thread), STACK_SIZE);
    }

    /**
     * Gives a thread of the agent's a number that none of the program's has: those keep the numbers they had elsewhere,
     * and the JVM finds threads by number.
     */
    public static void outOfTheWay(Thread thread) {
        long number = Raw.UNSAFE.getLong(thread, NUMBER);
        if (number < OUT_OF_THE_WAY) {
            Raw.UNSAFE.putLong(thread, NUMBER, number + OUT_OF_THE_WAY);
        }
    }

    /** What to call the thread by: virtual threads need not have names. */
    public static String nameOf(Thread thread) {
        String name = thread.getName();
        return name.isEmpty() && VirtualThreads.contain(thread) ? "virtual thread #" + thread.getId() : name;
    }

    /** All live platform threads. */
    public static Thread[] live() {
        try {
            return (Thread[]) THREADS.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a thread that ran in another JVM known to its group, where groups know their threads. */
    public static void enterGroup(Thread thread) {
        if (ENTER != null) {
            try {
                ENTER.invokeExact(thread.getThreadGroup(), thread);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Has the JVM start a thread that ran in another one, with a stack of this size. To others it is what it was. */
    public static void startAnew(Thread thread, long stackSize) {
        if (VirtualThreads.contain(thread)) {
            VirtualThreads.schedule(thread);
            return;
        }
        Raw.UNSAFE.putLong(base(thread), STACK_SIZE, stackSize);
        try {
            START.invokeExact(thread);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle threads() {
        try {
            return Raw.TRUSTED.findStatic(Thread.class, "getThreads", MethodType.methodType(Thread[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle start() {
        try {
            return Raw.TRUSTED.in(Thread.class)
                    .findSpecial(Thread.class, "start0", MethodType.methodType(void.class), Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null from JDK 19 on. */
    private static MethodHandle enter() {
        try {
            return Raw.TRUSTED.findVirtual(ThreadGroup.class, "add", MethodType.methodType(void.class, Thread.class));
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
