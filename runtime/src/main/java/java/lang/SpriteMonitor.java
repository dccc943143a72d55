package java.lang;

import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.Hidden;

/**
 * {@link Object#wait} and {@link Thread#join} of instrumented code: waits that can be ended for a capture and gone on
 * with elsewhere. No notification is lost or doubled: they are waits of the JVM all the time, and are ended when no
 * thread runs that could notify.
 */
public final class SpriteMonitor {
    static final String WAIT = "wait(Ljava/lang/Object;J)V";

    private static final String WAIT_KEY = SpriteFrames.key("java.lang.SpriteMonitor", WAIT);
    private static final String AWAIT_END =
            SpriteFrames.key("java.lang.SpriteMonitor", "awaitEnd(JLjava/lang/Object;)J");

    private static final int WAITING = 0;
    private static final int NOTIFIED = 1;
    private static final int INTERRUPTED = 2;

    private SpriteMonitor() {}

    /** What {@link Object#wait(long, int)} makes of its arguments. */
    public static long millis(long millis, int nanos) {
        if (nanos < 0 || nanos > 999_999) {
            throw new IllegalArgumentException("nanosecond timeout value out of range");
        }
        return nanos > 0 && millis >= 0 && millis < Long.MAX_VALUE ? millis + 1 : millis;
    }

    /** Nanoseconds of a timeout, as {@code Thread.sleep} takes it. */
    public static long nanos(Duration timeout) {
        return TimeUnit.NANOSECONDS.convert(timeout);
    }

    /** Milliseconds of a timeout, rounded up, as {@code Thread.join} takes it; -1 if it does not wait. */
    public static long millis(Duration timeout) {
        long nanos = nanos(timeout);
        return nanos <= 0 ? -1 : Math.max(1, (nanos - 1) / 1_000_000 + 1);
    }

    /** {@link Object#wait(long)}. */
    @Hidden
    public static void wait(Object monitor, long millis) throws InterruptedException {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(WAIT_KEY) : null;
        Object on = monitor;
        long left = millis;
        int outcome = WAITING;
        long number = 0;
        if (resume != null) {
            on = resume.a();
            left = resume.j();
            outcome = resume.i();
            number = resume.j();
            resume.arriveWaiting();
        }
        for (;;) {
            InterruptedException thrown = null;
            if (outcome == WAITING) {
                number = number == 0 ? SpriteWait.number() : number;
                long end = left > 0 ? System.nanoTime() / 1_000_000 + left : 0;
                SpriteWait wait = SpriteWait.begin(true);
                boolean ended = false;
                try {
                    on.wait(left);
                } catch (InterruptedException e) {
                    thrown = e;
                } finally {
                    ended = wait.end();
                }
                outcome = outcome(thrown != null, ended);
                if (outcome == WAITING && left > 0) {
                    left = Math.max(1, end - System.nanoTime() / 1_000_000);
                }
            }
            if (outcome != WAITING && resume != null && resume.standsAside()) {
                SpriteAside.stand(on);
            }
            if (SpriteBlocking.isStopping()) {
                SpriteUnwind unwind = SpriteRuntime.agent().safePoint();
                if (unwind == SpriteUnwind.PINNED && outcome == WAITING) {
                    SpriteAside.decline();
                } else if (unwind == SpriteUnwind.PINNED) {
                    SpriteAside.stand(on);
                } else if (unwind != null) {
                    throw SpriteUnwind.<RuntimeException>sneak(unwind.a(on).j(left).i(outcome).j(number).frame());
                }
            }
            if (outcome == INTERRUPTED) {
                throw thrown != null ? thrown : new InterruptedException();
            }
            if (outcome == NOTIFIED) {
                return;
            }
        }
    }

    /** What a wait that is over was ended by; timeouts count as notifications, for they end it as well. */
    private static int outcome(boolean thrown, boolean interruptedByUs) {
        if (!interruptedByUs) {
            return thrown ? INTERRUPTED : NOTIFIED;
        }
        boolean still = Thread.interrupted();
        if (!thrown) {
            return NOTIFIED; // and the interrupt, which is ours, came too late
        }
        return still ? INTERRUPTED : WAITING;
    }

    /**
     * Called before {@link Thread#join(long)} and {@link ReferenceQueue#remove(long)} with their timeout: returns when
     * that would not wait, or has waited long enough.
     *
     * @param joined does not matter unless it is a thread or a queue
     * @return the timeout that is left
     */
    @Hidden
    public static long awaitEnd(long millis, Object joined) throws InterruptedException {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(AWAIT_END) : null;
        Object on = joined;
        long left = millis;
        if (resume != null) {
            left = resume.j();
            on = resume.a();
        }
        if (!(on instanceof Thread || on instanceof ReferenceQueue<?> && Queue.notifies(on)) || left < 0) {
            return left;
        }
        long end = left > 0 ? System.nanoTime() / 1_000_000 + left : 0;
        if (SpriteVirtual.contain(on)) {
            CountDownLatch ended = SpriteVirtual.termination((Thread) on);
            try {
                if (resume != null || isRunning((Thread) on)) {
                    if (left > 0) {
                        ended.await(left, TimeUnit.MILLISECONDS);
                    } else {
                        ended.await();
                    }
                }
            } catch (Throwable thrown) {
                if (thrown instanceof SpriteUnwind unwind) {
                    unwind.j(left(end)).a(on).frame();
                }
                throw SpriteUnwind.<RuntimeException>sneak(thrown);
            }
            return left(end);
        }
        if (resume != null) {
            resume.arrive();
        }
        while (isAwaited(on) && left >= 0) {
            await(on, left);
            if (end > 0) {
                left = end - System.nanoTime() / 1_000_000;
                left = left > 0 ? left : -1;
            }
            if (SpriteBlocking.isStopping()) {
                SpriteUnwind unwind = SpriteRuntime.agent().safePoint();
                if (unwind == SpriteUnwind.PINNED) {
                    SpriteAside.stand(null);
                } else if (unwind != null) {
                    unwind.j(left < 0 ? 1 : left).a(on).frame().leave();
                }
            }
        }
        return left < 0 ? 1 : left;
    }

    @Hidden
    private static long left(long end) {
        return end == 0 ? 0 : Math.max(1, end - System.nanoTime() / 1_000_000);
    }

    @Hidden
    private static boolean isRunning(Thread thread) {
        return SpriteResume.isToCome(thread) || thread.isAlive();
    }

    /** Whether a thread runs, or a queue is empty. */
    @Hidden
    private static boolean isAwaited(Object on) {
        return on instanceof Thread thread ? isRunning(thread) : Queue.isEmpty(on);
    }

    /** Waits for the end of a thread or for a reference, for a stop, or for nothing. */
    @Hidden
    private static void await(Object on, long millis) throws InterruptedException {
        boolean interrupted = false;
        boolean ended = false;
        Object monitor = on instanceof Thread ? on : Queue.lock(on);
        synchronized (monitor) {
            SpriteWait wait = SpriteWait.begin(true);
            try {
                if (on instanceof Thread thread && SpriteResume.isToCome(thread) && !thread.isAlive()) {
                    monitor.wait(1); // until it can tell that it ends
                } else if (isAwaited(on)) {
                    monitor.wait(millis);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                ended = wait.end();
            }
        }
        if (outcome(interrupted, ended) == INTERRUPTED) {
            throw new InterruptedException();
        }
    }

    /** The inside of {@link ReferenceQueue}. */
    private static final class Queue {
        private static final Unsafe UNSAFE = Unsafe.getUnsafe();
        private static final long HEAD = UNSAFE.objectFieldOffset(ReferenceQueue.class, "head");
        private static final long LOCK = UNSAFE.objectFieldOffset(ReferenceQueue.class, "lock");

        /** Whether who waits for the queue does so by its lock's monitor: some JDKs have a condition. */
        static boolean notifies(Object queue) {
            return lock(queue).getClass().getNestHost() == ReferenceQueue.class;
        }

        static Object lock(Object queue) {
            return UNSAFE.getReference(queue, LOCK);
        }

        static boolean isEmpty(Object queue) {
            return UNSAFE.getReferenceVolatile(queue, HEAD) == null;
        }
    }
}
