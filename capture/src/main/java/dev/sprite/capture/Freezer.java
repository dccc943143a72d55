package dev.sprite.capture;

import dev.sprite.image.Blocker;
import dev.sprite.image.NotMovableException;
import dev.sprite.instrumentation.RuntimeSwitches;
import dev.sprite.instrumentation.SiteRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Brings the application's threads to rest with all their frames recorded, or leaves them running.
 *
 * <p>{@link #safePoint} and {@link #unwound} are the application threads' side of it; they take no lock that such a
 * thread may hold when it stops.
 */
public final class Freezer {
    /** How long a pinned thread runs on before its stack is looked at again. */
    private static final long RETRY_NANOS = 1_000_000;

    private final RuntimeSwitches switches;
    private final SiteRegistry sites;
    private final Predicate<Thread> isOurs;
    private final Object lock = new Object();
    private final Thread mainThread;
    private final long mainStack;

    private volatile boolean stopping;
    private volatile long nextProof;
    private StackProof proof;
    private volatile Blocker lastBlocker;
    /** Set from a thread's decision to unwind, which it cannot take back, until it runs again. */
    private boolean unwinding;

    private long stoppedAt;
    private SpriteUnwind unwound;
    private boolean mayGoOn;

    /**
     * @param mainThread the program's first thread
     * @param mainStack the size of its stack, in bytes
     * @param isOurs tells the agent's own threads
     */
    public Freezer(RuntimeSwitches switches, SiteRegistry sites, Thread mainThread, long mainStack,
            Predicate<Thread> isOurs) {
        this.mainStack = mainStack;
        this.switches = switches;
        this.sites = sites;
        this.mainThread = mainThread;
        this.isOurs = isOurs;
    }

    /** {@link SpriteAgent#safePoint()}. */
    public SpriteUnwind safePoint() {
        if (!stopping || Thread.currentThread() != mainThread || System.nanoTime() - nextProof < 0) {
            return null;
        }
        long began = System.nanoTime();
        StackProof walked = StackProof.ofCallingThread(sites);
        Blocker blocker = walked.blocker() != null ? walked.blocker() : tooDeep(walked);
        if (blocker != null) {
            lastBlocker = blocker;
            nextProof = System.nanoTime() + RETRY_NANOS;
            return null;
        }
        synchronized (lock) {
            if (!stopping) {
                return null;
            }
            stopping = false;
            unwinding = true;
            stoppedAt = began;
        }
        proof = walked;
        return new SpriteUnwind();
    }

    /** A stack that could not be rebuilt here, should the move fail, is not taken apart. */
    private Blocker tooDeep(StackProof walked) {
        if (walked.fits(mainStack)) {
            return null;
        }
        return new Blocker(mainThread.getName(), null, null, "its " + walked.depth() + " frames may take "
                + walked.bytes() / 1024 + " KiB when they are rebuilt, more than its stack has. Start the program with "
                + "a larger -Xss, or try again when its recursion is less deep");
    }

    /** {@link SpriteAgent#unwound}: rests until the frames are to be resumed on this thread. */
    public void unwound(SpriteUnwind unwind) {
        proof.describe(unwind.frames);
        boolean interrupted = false;
        synchronized (lock) {
            unwound = unwind;
            lock.notifyAll();
            while (!mayGoOn) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            mayGoOn = false;
            unwound = null;
            unwinding = false;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops the application.
     *
     * @return the recorded frames of its thread, which rests until {@link #release()}
     * @throws NotMovableException if it cannot be stopped within {@code timeout}; it runs on
     */
    public SpriteFrames freeze(Duration timeout) throws NotMovableException, InterruptedException {
        refuseOtherThreads();
        StackProof.rehearse(sites);
        switches.armPolls(true);
        lastBlocker = null;
        nextProof = System.nanoTime();
        stopping = true;
        SpriteBlocking.stopping(true);
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            long millis = timeout.toMillis();
            while (unwound == null && (millis > 0 || unwinding)) {
                lock.wait(Math.max(1, millis));
                millis = (end - System.nanoTime()) / 1_000_000;
            }
            if (unwound != null) {
                return unwound.frames;
            }
            stopping = false;
        }
        Blocker blocker = blockerAfterTimeout();
        runAgain();
        throw new NotMovableException(blocker);
    }

    /** When the first thread of the last {@link #freeze} stopped running the program, as {@link System#nanoTime}. */
    public long stoppedAt() {
        synchronized (lock) {
            return stoppedAt;
        }
    }

    private Blocker blockerAfterTimeout() {
        if (lastBlocker != null) {
            return lastBlocker;
        }
        StackTraceElement[] stack = mainThread.getStackTrace();
        String frame = stack.length == 0 ? null : stack[0].toString();
        return new Blocker(mainThread.getName(), frame, null, "the thread has not reached a safe point in time");
    }

    private void runAgain() {
        SpriteBlocking.stopping(false);
        switches.armPolls(false);
    }

    /** Lets the frozen thread go on with what {@link SpriteResume} has pending for it. */
    public void release() {
        runAgain();
        synchronized (lock) {
            mayGoOn = true;
            lock.notifyAll();
        }
    }

    private void refuseOtherThreads() throws NotMovableException {
        List<Blocker> blockers = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread != mainThread && !isOurs.test(thread) && ApplicationThreads.contain(thread)) {
                StackTraceElement[] stack = thread.getStackTrace();
                blockers.add(new Blocker(thread.getName(), stack.length == 0 ? null : stack[0].toString(), null,
                        "programs with more than one thread cannot move yet"));
            }
        }
        if (!blockers.isEmpty()) {
            throw new NotMovableException(blockers);
        }
    }
}
