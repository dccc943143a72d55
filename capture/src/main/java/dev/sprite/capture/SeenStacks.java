package dev.sprite.capture;

import dev.sprite.instrumentation.SeenFrame;
import dev.sprite.instrumentation.SiteRegistry;
import java.util.LinkedHashSet;
import java.util.Set;

/** Looks at the stacks of threads that run, from which can be guessed where they will stop. */
final class SeenStacks {
    /** Of threads in crowds many do the same. */
    private static final int MOST_THREADS = 100;

    private final SiteRegistry sites;
    private final Set<SeenFrame> frames = new LinkedHashSet<>();

    SeenStacks(SiteRegistry sites) {
        this.sites = sites;
    }

    /** The frames, with safe points, of all that have been looked at. */
    Set<SeenFrame> frames() {
        return frames;
    }

    void look(Iterable<Thread> threads) {
        int left = MOST_THREADS;
        for (Thread thread : threads) {
            if (left-- == 0) {
                return;
            }
            String callee = null;
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (sites.know(frame.getClassName(), frame.getMethodName(), false)) {
                    frames.add(new SeenFrame(
                            frame.getClassName(), frame.getMethodName(), frame.getLineNumber(), callee));
                }
                callee = frame.getMethodName();
            }
        }
    }
}
