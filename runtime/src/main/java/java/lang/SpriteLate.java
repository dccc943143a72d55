package java.lang;

import java.util.Arrays;

/**
 * The parked threads that are resumed when all others run, since they rested where they come from. At a target they are
 * started one after the other, those first that others want something of.
 */
public final class SpriteLate {
    /** Whoever asks for all threads waits no longer: the host may have no room for more. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** How many have not arrived. */
    private static int missing;
    /** Those that are wanted and may not have been started: {@code [first .. end)}. */
    private static Thread[] wanted = {};
    private static int first;
    private static int end;

    private SpriteLate() {}

    /** So many more will {@linkplain #arrived arrive}. */
    static synchronized void expect(int threads) {
        missing += threads;
    }

    static synchronized void arrived() {
        missing--;
        if (missing == 0) {
            wanted = new Thread[0];
            first = 0;
            end = 0;
        }
    }

    /** Has {@code thread} started before others if it is yet to be resumed. */
    static void hurry(Thread thread) {
        if (thread != null && SpriteResume.isToCome(thread)) {
            want(thread);
        }
    }

    private static synchronized void want(Thread thread) {
        for (int i = first; i < end; i++) {
            if (wanted[i] == thread) {
                return;
            }
        }
        if (end == wanted.length) {
            wanted = Arrays.copyOf(wanted, end * 2 + 8);
        }
        wanted[end++] = thread;
    }

    /** The thread that is to be started before all others, unless it has been; null if there is none. */
    public static synchronized Thread next() {
        if (first == end) {
            return null;
        }
        Thread next = wanted[first];
        wanted[first++] = null;
        return next;
    }

    /** Waits until {@code thread} has been started if it is yet to be resumed. */
    static void awaitStart(Thread thread) {
        hurry(thread);
        await(thread);
    }

    /** Waits until all have arrived. */
    public static void awaitAll() {
        await(null);
    }

    private static void await(Thread thread) {
        boolean interrupted = false;
        long latest = System.nanoTime() + PATIENCE_NANOS;
        synchronized (SpriteLate.class) {
            while (isAwaited(thread) && System.nanoTime() - latest < 0) {
                try {
                    SpriteLate.class.wait(1);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isAwaited(Thread thread) {
        return thread == null ? missing > 0 : SpriteResume.isToCome(thread) && !thread.isAlive();
    }
}
