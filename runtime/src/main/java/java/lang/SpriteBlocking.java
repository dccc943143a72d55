package java.lang;

import jdk.internal.vm.annotation.Hidden;

/**
 * Blocking calls of instrumented code, as calls that can be woken for a capture and resumed with the time that is left.
 * Each is a frame of its own kind: it records what it still waits for, and finds it again when it is resumed.
 */
public final class SpriteBlocking {
    private static final String SLEEP = SpriteFrames.key("java.lang.SpriteBlocking", "sleep(J)V");
    private static final Object WAITERS = new Object();
    private static volatile boolean stopping;

    private SpriteBlocking() {}

    /** Wakes every thread that waits here, so that it meets its safe point; {@code false} lets them wait again. */
    public static void stopping(boolean stopping) {
        synchronized (WAITERS) {
            SpriteBlocking.stopping = stopping;
            WAITERS.notifyAll();
        }
    }

    /** {@link Thread#sleep(long)}. */
    @Hidden
    public static void sleep(long millis) throws InterruptedException {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(SLEEP) : null;
        if (resume == null && millis < 0) {
            throw new IllegalArgumentException("timeout value is negative");
        }
        long nanos = resume != null ? resume.j() : Math.min(millis, Long.MAX_VALUE / 1_000_000) * 1_000_000;
        long end = System.nanoTime() + nanos;
        while (nanos > 0) {
            if (stopping) {
                SpriteUnwind unwind = SpriteRuntime.agent().safePoint();
                if (unwind != null) {
                    throw SpriteUnwind.<RuntimeException>sneak(unwind.frame().j(end - System.nanoTime()));
                }
            }
            await(nanos);
            nanos = end - System.nanoTime();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("sleep interrupted");
        }
    }

    /** Waits, at most {@code nanos}; while a stop is wanted, only a moment, since the stack may be pinned as yet. */
    @Hidden
    private static void await(long nanos) throws InterruptedException {
        try {
            synchronized (WAITERS) {
                long millis = Math.max(1, nanos / 1_000_000);
                WAITERS.wait(stopping ? 1 : millis);
            }
        } catch (InterruptedException e) {
            throw new InterruptedException("sleep interrupted");
        }
    }
}
