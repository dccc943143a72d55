package dev.sprite.capture;

import dev.sprite.instrumentation.SeenFrame;
import dev.sprite.instrumentation.SiteRegistry;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stacks of threads that run, looked at now and then: from where they have been lately can be guessed where they
 * will stop.
 */
public final class SeenStacks implements Closeable {
    /** Of threads in crowds many do the same. */
    private static final int MOST_THREADS = 100;
    private static final long PAUSE_MILLIS = 5;
    /** How much longer a pause is than the look before it: threads stop while they are looked at. */
    private static final int PATIENCE = 10;
    /** What has not been seen in so many looks is over. */
    private static final int LATELY = 32;
    /** The looks without which there is no guess. */
    private static final int LEAST = 3;

    private final SiteRegistry sites;
    private final ApplicationThreads threads;
    /** With the look in which each was seen last. */
    private final Map<SeenFrame, Integer> frames = new HashMap<>();
    private int looks;
    private boolean closed;

    SeenStacks(SiteRegistry sites, ApplicationThreads threads) {
        this.sites = sites;
        this.threads = threads;
    }

    /** Looks, until this is closed. */
    public synchronized void watch() {
        try {
            while (!closed) {
                long begun = System.nanoTime();
                look();
                notifyAll();
                wait(Math.max(PAUSE_MILLIS, (System.nanoTime() - begun) * PATIENCE / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** The frames, with safe points, that have been seen lately. */
    public synchronized List<SeenFrame> frames() throws InterruptedException {
        while (looks < LEAST && !closed) {
            wait();
        }
        List<SeenFrame> lately = new ArrayList<>();
        for (Map.Entry<SeenFrame, Integer> frame : frames.entrySet()) {
            if (frame.getValue() > looks - LATELY) {
                lately.add(frame.getKey());
            }
        }
        return lately;
    }

    private void look() {
        looks++;
        int left = MOST_THREADS;
        for (Thread thread : threads.live()) {
            if (left-- == 0) {
                return;
            }
            String callee = null;
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (sites.know(frame.getClassName(), frame.getMethodName(), false)) {
                    frames.put(new SeenFrame(
                            frame.getClassName(), frame.getMethodName(), frame.getLineNumber(), callee), looks);
                }
                callee = frame.getMethodName();
            }
        }
    }
}
