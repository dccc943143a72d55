package dev.sprite.capture;

import dev.sprite.image.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Where threads stand until it is opened the next time. */
final class Gate {
    /** Virtual threads park: one that waits for a monitor may keep its carrier, which others need to get here. */
    private final List<Thread> parked = new ArrayList<>();

    private int opened;

    /** What {@link #await} is told, to wait for an opening that is still to come. */
    synchronized int opened() {
        return opened;
    }

    synchronized void open() {
        opened++;
        notifyAll();
        for (Thread thread : parked) {
            LockSupport.unpark(thread);
        }
        parked.clear();
    }

    /** Returns, once the gate has been opened after {@code before}, whether the thread was interrupted meanwhile. */
    boolean await(int before) {
        Thread thread = Thread.currentThread();
        return VirtualThreads.contain(thread) ? awaitParked(thread, before) : awaitHere(before);
    }

    private synchronized boolean awaitHere(int before) {
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

    private boolean awaitParked(Thread thread, int before) {
        boolean interrupted = false;
        if (isClosed(before, thread)) {
            do {
                LockSupport.park();
                interrupted |= Thread.interrupted();
            } while (isClosed(before, null));
            LockSupport.unpark(thread); // the program may have meant it
        }
        return interrupted;
    }

    /** Where it is, {@code parks} is unparked when it is opened. */
    private synchronized boolean isClosed(int before, Thread parks) {
        boolean closed = opened == before;
        if (closed && parks != null) {
            parked.add(parks);
        }
        return closed;
    }
}
