package dev.sprite.capture;

import dev.sprite.image.Blocker;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ThreadImage;
import dev.sprite.instrumentation.SiteRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One attempt to bring all threads of the program to rest at one moment.
 *
 * <p>Each thread that comes to a safe point proves that its stack can be captured, and waits there, as it stands. Only
 * when every thread does are they unwound, which cannot fail. Threads that wait hold monitors, which the others may
 * need to get to a safe point: if they take long, all run on for a while.
 */
final class Cut {
    /** How long threads stand still while others have not stopped yet, and how long they then run on. */
    private static final long STAND_NANOS = 20_000_000;
    private static final long RUN_NANOS = 5_000_000;

    private enum Phase {
        STOPPING,
        RUNNING_ON,
        UNWINDING,
        OVER
    }

    private final SiteRegistry sites;
    private final ApplicationThreads threads;
    private final StackSizes stacks;
    private final ThreadStops stops = new ThreadStops();
    private final Object lock = new Object();
    private Phase phase = Phase.STOPPING;
    private int stopped;
    private int unwound;
    private long stoppedAt;

    Cut(SiteRegistry sites, ApplicationThreads threads, StackSizes stacks) {
        this.sites = sites;
        this.threads = threads;
        this.stacks = stacks;
        addNewThreads();
    }

    // ---- the program's threads ----------------------------------------------------------------------------------

    /** Returns what the calling thread is to unwind with; null if it is to run on. */
    SpriteUnwind safePoint() {
        ThreadStop stop = stops.of(Thread.currentThread());
        if (stop == null || !stop.ask()) {
            return null;
        }
        try {
            long began = System.nanoTime();
            StackProof walked = StackProof.ofCallingThread(sites);
            Blocker blocker = walked.blocker() != null ? walked.blocker() : tooDeep(walked);
            if (blocker != null) {
                stop.pinned(blocker);
                return null;
            }
            stop.prove(walked);
            if (stop(stop, began)) {
                return new SpriteUnwind(walked.values());
            }
            stop.postpone();
            return null;
        } finally {
            stop.asked();
        }
    }

    /** A stack that could not be rebuilt here, should the move fail, is not taken apart. */
    private Blocker tooDeep(StackProof walked) {
        Thread thread = Thread.currentThread();
        if (walked.fits(stacks.of(thread))) {
            return null;
        }
        return new Blocker(thread.getName(), null, null, "its " + walked.depth() + " frames may take "
                + walked.bytes() / 1024 + " KiB when they are rebuilt, more than its stack has. Start the program with "
                + "a larger -Xss, or try again when its recursion is less deep");
    }

    /** Waits for all the others; returns whether to unwind. */
    private boolean stop(ThreadStop stop, long began) {
        boolean interrupted = false;
        boolean unwind;
        synchronized (lock) {
            if (phase != Phase.STOPPING) {
                return false;
            }
            if (stopped++ == 0) {
                stoppedAt = began;
            }
            stop.state = ThreadStop.State.STOPPED;
            lock.notifyAll();
            while (phase == Phase.STOPPING) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            unwind = phase == Phase.UNWINDING;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return unwind;
    }

    /** The calling thread has been unwound: it rests until the program is to go on here. */
    void unwound(SpriteUnwind unwind) {
        ThreadStop stop = stops.of(Thread.currentThread());
        stop.record(unwind);
        synchronized (lock) {
            stop.state = ThreadStop.State.UNWOUND;
            unwound++;
            lock.notifyAll();
            while (phase != Phase.OVER) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    stop.frames.interrupted = true;
                }
            }
        }
    }

    // ---- who stops them -----------------------------------------------------------------------------------------

    /**
     * Waits until all threads rest.
     *
     * @throws NotMovableException if they do not within {@code timeout}; they run on
     */
    List<ThreadImage> await(Duration timeout) throws NotMovableException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            try {
                while (!allStopped()) {
                    if (System.nanoTime() - end > 0) {
                        throw new NotMovableException(blockers());
                    }
                    if (stopped > 0 && System.nanoTime() - stoppedAt > STAND_NANOS) {
                        runOn();
                    } else {
                        lock.wait(1);
                    }
                }
                phase = Phase.UNWINDING;
                while (unwound < stopped) {
                    lock.notifyAll();
                    lock.wait();
                }
            } catch (NotMovableException | InterruptedException e) {
                release();
                throw e;
            }
        }
        return images();
    }

    /** Whether all threads have stopped. Threads that have would have been seen if they had started others. */
    private boolean allStopped() {
        for (ThreadStop stop : stops.all()) {
            if (stop.state == ThreadStop.State.RUNNING && stop.thread.isAlive()) {
                return false;
            }
        }
        return !addNewThreads();
    }

    /** Returns whether there are any. */
    private boolean addNewThreads() {
        boolean any = false;
        for (Thread thread : threads.live()) {
            if (stops.of(thread) == null) {
                stops.add(new ThreadStop(thread));
                any = true;
            }
        }
        return any;
    }

    /** Lets those that have stopped run for a while: others may need what they hold. */
    private void runOn() throws InterruptedException {
        for (ThreadStop stop : stops.all()) {
            stop.state = ThreadStop.State.RUNNING;
        }
        stopped = 0;
        phase = Phase.RUNNING_ON;
        lock.notifyAll();
        long end = System.nanoTime() + RUN_NANOS;
        while (System.nanoTime() - end < 0) {
            lock.wait(1);
        }
        addNewThreads();
        phase = Phase.STOPPING;
    }

    private List<Blocker> blockers() {
        List<Blocker> blockers = new ArrayList<>();
        for (ThreadStop stop : stops.all()) {
            if (stop.state == ThreadStop.State.RUNNING && stop.thread.isAlive()) {
                blockers.add(stop.blocker != null ? stop.blocker : notReached(stop.thread));
            }
        }
        return blockers;
    }

    private static Blocker notReached(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        String frame = stack.length == 0 ? null : stack[0].toString();
        return new Blocker(thread.getName(), frame, null, "the thread has not reached a safe point in time");
    }

    private List<ThreadImage> images() {
        List<ThreadImage> images = new ArrayList<>();
        for (ThreadStop stop : stops.all()) {
            if (stop.frames != null) {
                images.add(new ThreadImage(stop.thread, stop.frames));
            }
        }
        return images;
    }

    /** When the first thread stopped running the program, as {@link System#nanoTime}. */
    long stoppedAt() {
        synchronized (lock) {
            return stoppedAt;
        }
    }

    /** Lets all threads go on: with what {@link SpriteResume} has for them if they have been unwound. */
    void release() {
        synchronized (lock) {
            phase = Phase.OVER;
            lock.notifyAll();
        }
    }
}
