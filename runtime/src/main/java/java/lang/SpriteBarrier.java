package java.lang;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Where threads that are resumed together wait for each other, and by which they take turns: those that wait to be
 * notified go first and one by one, so that they are notified in the order in which they began to wait.
 */
final class SpriteBarrier {
    /** Virtual threads park: one that waits for a monitor may keep its carrier, which others need to get here. */
    private Thread[] parked = new Thread[8];
    private int parkedCount;
    private int missing;
    private int turn;
    private boolean complete;
    private boolean open;

    /** Says how many will {@link #arrive}. */
    synchronized void expect(int threads) {
        missing = threads;
    }

    /** Returns whether the caller was the last to come; it is then to {@link #open} the barrier. */
    synchronized boolean arrive() {
        return --missing == 0;
    }

    /** Lets the next one begin. */
    synchronized void passTurn() {
        turn++;
        wake();
    }

    /** Waits until it is the {@code own}-th turn. Returns whether the thread has been interrupted meanwhile. */
    boolean awaitTurn(int own) {
        return pauseUntil(own);
    }

    /** All have come: those that stand aside come back, then all go on. */
    void open() {
        synchronized (this) {
            complete = true;
        }
        SpriteAside.callBack();
        synchronized (this) {
            open = true;
            wake();
        }
    }

    /** Returns whether the thread is to stand aside since not all have come yet. */
    synchronized boolean expectAside(Thread thread) {
        if (!complete) {
            SpriteAside.expect(thread);
        }
        return !complete;
    }

    /** Returns, once the barrier is open, whether the thread has been interrupted meanwhile. */
    boolean await() {
        return pauseUntil(Integer.MAX_VALUE);
    }

    private boolean pauseUntil(int own) {
        Thread thread = Thread.currentThread();
        if (!SpriteVirtual.contain(thread)) {
            return waitUntil(own);
        }
        boolean interrupted = false;
        if (isClosed(own, thread)) {
            do {
                LockSupport.park();
                interrupted |= Thread.interrupted();
            } while (isClosed(own, null));
            LockSupport.unpark(thread); // the program may have meant it
        }
        return interrupted;
    }

    private synchronized boolean waitUntil(int own) {
        boolean interrupted = false;
        while (isClosed(own, null)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** Where it is, {@code parks} is unparked from now on whenever that may have changed. */
    private synchronized boolean isClosed(int own, Thread parks) {
        boolean closed = turn < own && !open;
        if (closed && parks != null) {
            if (parkedCount == parked.length) {
                parked = Arrays.copyOf(parked, parkedCount * 2);
            }
            parked[parkedCount++] = parks;
        }
        return closed;
    }

    private void wake() {
        notifyAll();
        for (int i = 0; i < parkedCount; i++) {
            LockSupport.unpark(parked[i]);
        }
    }
}
