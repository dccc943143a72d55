package dev.sprite.capture;

/** Where threads stand until it is opened the next time. */
final class Gate {
    private int opened;

    /** What {@link #await} is told, to wait for an opening that is still to come. */
    synchronized int opened() {
        return opened;
    }

    synchronized void open() {
        opened++;
        notifyAll();
    }

    /** Returns, once the gate has been opened after {@code before}, whether the thread was interrupted meanwhile. */
    synchronized boolean await(int before) {
        boolean interrupted = false;
        while (opened == before) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
