package java.lang;

import jdk.internal.vm.annotation.Hidden;

/**
 * A thread that stands aside: it must not run on yet, and lets go of a monitor that it has only because the others are
 * not in their places. It gets the monitor back like one that is blocked at entry.
 */
public final class SpriteAside {
    private static final Object LOCK = new Object();
    private static SpriteAside first;

    private final Thread thread;
    private SpriteAside next;
    private volatile boolean called;
    private volatile boolean back;
    private boolean mayGo;
    /** How often the thread has been interrupted to wake it. */
    private int interrupts;

    private SpriteAside(Thread thread, SpriteAside next) {
        this.thread = thread;
        this.next = next;
    }

    /** The thread is going to {@link #stand} aside; the next {@link #callBack} concerns it. */
    public static void expect(Thread thread) {
        synchronized (LOCK) {
            first = new SpriteAside(thread, first);
        }
    }

    /**
     * Returns when all are in their places.
     *
     * @param monitor what the calling thread is to let go, and holds again afterwards; may be null
     */
    @Hidden
    static void stand(Object monitor) {
        SpriteAside own = ofCallingThread();
        int interrupts = 0;
        while (monitor != null && !own.called) {
            interrupts += await(monitor);
        }
        synchronized (LOCK) {
            own.back = true;
            LOCK.notifyAll();
            while (!own.mayGo) {
                interrupts += await(LOCK);
            }
            remove(own);
            interrupts += Thread.interrupted() ? 1 : 0;
            interrupts -= own.interrupts;
        }
        if (interrupts > 0) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was {@linkplain #expect expected} of the calling thread is not done: it waits for others again. */
    static void decline() {
        SpriteAside own = ofCallingThread();
        synchronized (LOCK) {
            own.back = true;
            remove(own);
        }
    }

    /** Returns the number of interrupts that have ended the wait. */
    @Hidden
    private static int await(Object monitor) {
        try {
            monitor.wait();
            return 0;
        } catch (InterruptedException e) {
            return 1;
        }
    }

    private static SpriteAside ofCallingThread() {
        synchronized (LOCK) {
            SpriteAside each = first;
            while (each.thread != Thread.currentThread()) {
                each = each.next;
            }
            return each;
        }
    }

    private static void remove(SpriteAside own) {
        if (first == own) {
            first = own.next;
            return;
        }
        SpriteAside each = first;
        while (each.next != own) {
            each = each.next;
        }
        each.next = own.next;
    }

    /** To be called when all others are in their places, but before they run on. */
    public static void callBack() {
        synchronized (LOCK) {
            for (SpriteAside each = first; each != null; each = each.next) {
                each.called = true;
            }
            for (SpriteAside each = first; each != null; each = each.next) {
                while (!each.back && each.thread.getState() != Thread.State.BLOCKED) {
                    each.wake(); // it may not have begun to wait
                    pause();
                }
            }
            for (SpriteAside each = first; each != null; each = each.next) {
                each.mayGo = true;
            }
            LOCK.notifyAll();
        }
    }

    private void wake() {
        if (!SpriteVirtual.contain(thread)) {
            SpriteWait.wake(thread);
        } else if (SpriteVirtual.interrupt(thread)) {
            interrupts++;
        }
    }

    private static void pause() {
        try {
            LOCK.wait(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
