package java.lang;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
     * Called before {@link Thread#join(long)} with its timeout: returns when that would not wait, or has waited long
     * enough.
     *
     * @param joined does not matter unless it is a thread
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
        if (!(on instanceof Thread) || left < 0) {
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
        while (isRunning((Thread) on) && left >= 0) {
            await((Thread) on, left);
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

    /** Waits for the end of {@code thread}, for a stop, or for nothing. */
    @Hidden
    private static void await(Thread thread, long millis) throws InterruptedException {
        boolean interrupted = false;
        boolean ended = false;
        synchronized (thread) {
            SpriteWait wait = SpriteWait.begin(true);
            try {
                if (thread.isAlive()) {
                    thread.wait(millis);
                } else if (SpriteResume.isToCome(thread)) {
                    thread.wait(1); // until it can tell that it ends
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
}
