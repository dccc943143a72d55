package java.lang;

import java.io.FileDescriptor;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.Hidden;

/**
 * Blocking calls of instrumented code, as calls that can be woken for a capture and resumed with the time that is left.
 * Each is a frame of its own kind: it records what it still waits for, and finds it again when it is resumed.
 */
public final class SpriteBlocking {
    private static final String SLEEP = SpriteFrames.key("java.lang.SpriteBlocking", "sleep(J)V");
    private static final String SLEEP_NANOS = SpriteFrames.key("java.lang.SpriteBlocking", "sleepNanos(J)V");
    private static final String AWAIT_INPUT =
            SpriteFrames.key("java.lang.SpriteBlocking", "awaitInput(Ljava/lang/Object;)V");
    /** Kinds of {@link #park}; 0 is without end. */
    private static final int PARK_NANOS = 1;
    private static final int PARK_UNTIL = 2;

    private static final String PARK =
            SpriteFrames.key("java.lang.SpriteBlocking", "park(Ljava/lang/Object;JI)V");
    private static final String POLL =
            SpriteFrames.key("java.lang.SpriteBlocking", "poll(Ljava/io/FileDescriptor;IJ)I");
    private static final String POLL_VIRTUAL = SpriteFrames.key(
            "java.lang.SpriteBlocking", "poll(IIJLjava/util/function/BooleanSupplier;)V");
    private static final String SELECT = SpriteFrames.key("java.lang.SpriteBlocking", "select(IJII)I");
    private static final String PARK_UNSAFE =
            SpriteFrames.key("java.lang.SpriteBlocking", "park(Ljava/lang/Object;ZJ)V");
    private static final Object WAITERS = new Object();
    private static volatile boolean stopping;

    private SpriteBlocking() {}

    /** Wakes every thread that waits here, so that it meets its safe point; {@code false} lets them wait again. */
    public static void stopping(boolean stopping) {
        synchronized (WAITERS) {
            SpriteBlocking.stopping = stopping;
            WAITERS.notifyAll();
        }
        if (stopping) {
            SpriteSocketWait.wakeAll();
        }
    }

    /** Wakes those again that may have been about to wait for a socket when they were woken first. */
    public static void wakePolling() {
        SpriteSocketWait.wakeAll();
    }

    /** Whether threads that wait are to come to a safe point. */
    static boolean isStopping() {
        return stopping;
    }

    /**
     * Ends all waits for other threads but of those that rest and have been recorded, which stay in theirs. To be called
     * when no thread runs that could end them.
     *
     * @return the threads that rest, recorded or not; the rest of the array is null
     */
    public static SpriteRest[] wakeAll() {
        return SpriteWait.wakeAll();
    }

    /** The threads that are parked and not known to rest; the rest of the array is null. */
    public static Thread[] unrecorded() {
        return SpriteWait.unrecorded();
    }

    /** The threads that wait for others; the rest of the array is null. */
    public static Thread[] waiting() {
        return SpriteWait.waiting();
    }

    /** {@link Thread#sleep(long)}. */
    @Hidden
    public static void sleep(long millis) throws InterruptedException {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(SLEEP) : null;
        if (resume == null && millis < 0) {
            throw new IllegalArgumentException("timeout value is negative");
        }
        pass(resume, Math.min(millis, Long.MAX_VALUE / 1_000_000) * 1_000_000);
    }

    /** {@link java.util.concurrent.TimeUnit#sleep}, with its argument in nanoseconds. */
    @Hidden
    public static void sleepNanos(long nanos) throws InterruptedException {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(SLEEP_NANOS) : null;
        if (resume != null || nanos > 0) {
            pass(resume, nanos);
        }
    }

    /** Belongs to its caller's frame. */
    @Hidden
    private static void pass(SpriteResume resume, long asked) throws InterruptedException {
        long nanos = asked;
        if (resume != null) {
            nanos = resume.j();
            resume.arrive();
        }
        long end = System.nanoTime() + nanos;
        while (nanos > 0) {
            if (stopping) {
                SpriteUnwind unwind = SpriteRuntime.agent().safePoint();
                if (unwind == SpriteUnwind.PINNED) {
                    SpriteAside.stand(null);
                } else if (unwind != null) {
                    unwind.j(end - System.nanoTime()).frame().leave();
                }
            }
            await(nanos);
            nanos = end - System.nanoTime();
        }
        if (asked > 0 && SpriteVirtual.contain(Thread.currentThread())) {
            LockSupport.unpark(Thread.currentThread()); // it may have been meanwhile, as in the JDK
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("sleep interrupted");
        }
    }

    /** Waits, at most {@code nanos}; while a stop is wanted, only a moment, since the stack may be pinned as yet. */
    @Hidden
    private static void await(long nanos) throws InterruptedException {
        if (SpriteVirtual.contain(Thread.currentThread())) {
            SpriteWait wait = SpriteWait.begin(false);
            try {
                LockSupport.parkNanos(stopping ? Math.min(1_000_000, nanos) : nanos);
            } finally {
                wait.end();
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("sleep interrupted");
            }
            return;
        }
        try {
            synchronized (WAITERS) {
                long millis = Math.max(1, nanos / 1_000_000);
                WAITERS.wait(stopping ? 1 : millis);
            }
        } catch (InterruptedException e) {
            throw new InterruptedException("sleep interrupted");
        }
    }

    /**
     * {@link LockSupport#park(Object)} and its like.
     *
     * @param time nanoseconds or a deadline, as {@code kind} says
     */
    @Hidden
    public static void park(Object blocker, long time, int kind) {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(PARK) : null;
        if (resume != null) {
            LockSupport.setCurrentBlocker(null); // which may have been recorded while it was parked
            resume.arrive();
            return; // whether it has been unparked meanwhile cannot be known, so it must look for itself
        }
        SpriteWait wait = SpriteWait.beginParked();
        try {
            if (kind == PARK_UNTIL) {
                LockSupport.parkUntil(blocker, time);
            } else if (kind == PARK_NANOS) {
                LockSupport.parkNanos(blocker, time);
            } else {
                LockSupport.park(blocker);
            }
        } finally {
            wait.end();
        }
        parked();
    }

    /**
     * {@code Unsafe.park}, which pools call by themselves.
     *
     * @param unsafe does not matter
     * @param absolute whether {@code time} is a deadline in milliseconds; nanoseconds otherwise, 0 without end
     */
    @Hidden
    public static void park(Object unsafe, boolean absolute, long time) {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(PARK_UNSAFE) : null;
        if (resume != null) {
            resume.arrive();
            return;
        }
        SpriteWait wait = SpriteWait.beginParked();
        try {
            Unsafe.getUnsafe().park(absolute, time);
        } finally {
            wait.end();
        }
        parked();
    }

    /**
     * {@code poll(2)} of a socket, as the JDK's network code waits for one. Nothing is ready if 0 is returned, which may be
     * before the time is over: the JDK looks for itself, and takes the time that is left.
     *
     * @param millis -1 is as long as it takes
     */
    @Hidden
    public static int poll(FileDescriptor socket, int events, long millis) throws IOException {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(POLL) : null;
        if (resume != null) {
            resume.arrive();
            return 0;
        }
        int ready = SpriteSocketWait.poll(socket, events, millis);
        if (ready == 0) {
            parked();
        }
        return ready;
    }

    /**
     * The same for virtual threads.
     *
     * @param nanos 0 is as long as it takes
     */
    @Hidden
    public static void poll(int socket, int events, long nanos, BooleanSupplier isOpen) throws IOException {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(POLL_VIRTUAL) : null;
        if (resume != null) {
            resume.arrive();
            return;
        }
        SpriteSocketWait.poll(socket, events, nanos, isOpen);
        parked();
    }

    /**
     * {@code EPoll.wait}, with which a selector waits. If it is woken for no reason, its caller takes that for a signal, and
     * waits again for the time that is left.
     */
    @Hidden
    public static int select(int poller, long events, int count, int millis) throws IOException {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(SELECT) : null;
        if (resume != null) {
            resume.arrive();
            return SpriteSocketWait.INTERRUPTED;
        }
        int ready = SpriteSocketWait.select(poller, events, count, millis);
        if (ready <= 0) {
            parked();
        }
        return ready;
    }

    /** Belongs to its caller's frame. */
    @Hidden
    private static void parked() {
        if (stopping) {
            SpriteUnwind unwind = SpriteRuntime.agent().safePoint();
            if (unwind == SpriteUnwind.PINNED) {
                SpriteAside.stand(null);
            } else if (unwind != null) {
                unwind.frame().leave();
            }
        }
    }

    /**
     * Called before {@code stream} is read from: returns when that would not wait for input from outside. While a thread
     * waits here it can be captured; in the read itself it cannot.
     */
    @Hidden
    public static void awaitInput(Object stream) {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(AWAIT_INPUT) : null;
        Object source = resume != null ? resume.a() : stream;
        if (resume != null) {
            resume.arrive();
        }
        for (;;) {
            FileDescriptor awaited = SpriteInput.awaited(source);
            if (awaited == null || SpriteInput.isReadable(awaited, false)) {
                return;
            }
            if (stopping) {
                SpriteUnwind unwind = SpriteRuntime.agent().safePoint();
                if (unwind == SpriteUnwind.PINNED) {
                    SpriteAside.stand(null);
                } else if (unwind != null) {
                    unwind.a(source).frame().leave();
                }
            }
            watch(awaited);
        }
    }

    /** Waits until a thread of ours has seen input or a stop is wanted. Like a read, it does not mind interrupts. */
    @Hidden
    private static void watch(FileDescriptor descriptor) {
        boolean interrupted = false;
        synchronized (WAITERS) {
            InputWatcher watcher = InputWatcher.on(descriptor);
            while (watcher.descriptor == descriptor && !stopping) {
                interrupted |= pause(0);
            }
            if (stopping) {
                interrupted |= pause(1);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean pause(long millis) {
        try {
            WAITERS.wait(millis);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Waits for input in the place of threads of the program; nothing can wake it, so it is none of them. */
    private static final class InputWatcher extends Thread {
        private static InputWatcher latest;

        private final InputWatcher earlier = latest;
        /** What it waits for; null if nothing. */
        private FileDescriptor descriptor;

        private InputWatcher() {
            super(SpriteThreads.systemGroup(), null, "sprite-input", 0, false);
            setDaemon(true);
        }

        /** The one that waits for {@code descriptor} from now on, if not before. */
        static InputWatcher on(FileDescriptor descriptor) {
            InputWatcher free = null;
            for (InputWatcher each = latest; each != null; each = each.earlier) {
                if (each.descriptor == descriptor) {
                    return each;
                }
                free = each.descriptor == null ? each : free;
            }
            if (free == null) {
                free = new InputWatcher();
                latest = free;
                free.start();
            }
            free.descriptor = descriptor;
            WAITERS.notifyAll();
            return free;
        }

        @Override
        public void run() {
            for (;;) {
                FileDescriptor awaited;
                synchronized (WAITERS) {
                    while (descriptor == null) {
                        pause(0);
                    }
                    awaited = descriptor;
                }
                SpriteInput.isReadable(awaited, true);
                synchronized (WAITERS) {
                    descriptor = null;
                    WAITERS.notifyAll();
                }
            }
        }
    }
}
