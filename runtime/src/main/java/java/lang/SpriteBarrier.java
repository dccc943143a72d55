package java.lang;

/** Where threads that are resumed together wait for each other. */
final class SpriteBarrier {
    private int missing;
    private boolean open;

    SpriteBarrier(int threads) {
        missing = threads;
    }

    /** Returns whether the caller was the last to come; it is then to {@link #open} the barrier. */
    synchronized boolean arrive() {
        return --missing == 0;
    }

    synchronized void open() {
        open = true;
        notifyAll();
    }

    /** Returns, once the barrier is open, whether the thread has been interrupted meanwhile. */
    synchronized boolean await() {
        boolean interrupted = false;
        while (!open) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
