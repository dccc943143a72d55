package java.lang;

/**
 * Where threads that are resumed together wait for each other, and by which they take turns: those that wait to be
 * notified go first and one by one, so that they are notified in the order in which they began to wait.
 */
final class SpriteBarrier {
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
        notifyAll();
    }

    /** Waits until it is the {@code own}-th turn. Returns whether the thread has been interrupted meanwhile. */
    synchronized boolean awaitTurn(int own) {
        boolean interrupted = false;
        while (turn < own && !open) {
            interrupted |= pause();
        }
        return interrupted;
    }

    /** All have come: those that stand aside come back, then all go on. */
    void open() {
        synchronized (this) {
            complete = true;
        }
        SpriteAside.callBack();
        synchronized (this) {
            open = true;
            notifyAll();
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
    synchronized boolean await() {
        boolean interrupted = false;
        while (!open) {
            interrupted |= pause();
        }
        return interrupted;
    }

    private boolean pause() {
        try {
            wait();
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
