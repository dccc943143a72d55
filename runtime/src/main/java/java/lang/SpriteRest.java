package java.lang;

import jdk.internal.vm.annotation.Hidden;

/**
 * A wait that a thread begins when it has been asked whether it would wait again, while the program runs: the thread is
 * at rest until it leaves the wait. If its frames have been recorded, the record holds as long, and a freeze need not
 * wake it.
 */
public final class SpriteRest {
    private static volatile boolean wanted;

    public final Thread thread;
    /** Null if they could not be recorded. */
    public final SpriteFrames frames;
    /** Whether the thread must not leave the wait. */
    private boolean held;
    /** Whether something has ended the wait while it was held. */
    private boolean over;

    public SpriteRest(Thread thread, SpriteFrames frames) {
        this.thread = thread;
        this.frames = frames;
    }

    /** Says whether threads are to be recorded when they begin to wait. */
    public static void wanted(boolean wanted) {
        SpriteRest.wanted = wanted;
    }

    /** The calling thread is about to wait: returns null if it is not known to rest. */
    @Hidden
    static SpriteRest take() {
        return wanted ? SpriteRuntime.agent().rest() : null;
    }

    /** From now on the thread does not go on, whatever ends its wait. */
    synchronized void hold() {
        held = true;
        frames.interrupted = thread.isInterrupted();
    }

    /** The wait of the calling thread is over: returns when it may go on. */
    void leave() {
        boolean interrupted = false;
        synchronized (this) {
            over = held;
            while (held) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            thread.interrupt();
        }
    }

    /** Whether the thread would go on by now if it were not held: it did not rest. */
    public synchronized boolean isOver() {
        return over;
    }

    /** Ends the wait and lets the thread go on. */
    public void wake() {
        synchronized (this) {
            held = false;
            notifyAll();
        }
        SpriteWait.wake(thread);
    }
}
