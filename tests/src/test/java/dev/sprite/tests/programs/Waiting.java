package dev.sprite.tests.programs;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Threads that wait in each way there is, until the gate opens; then all must find what they waited for. */
public final class Waiting {
    private static final Object MONITOR = new Object();
    private static final Object OWNED = new Object();
    private static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();
    private static final Reference<Object> REFERENCE = new WeakReference<>(MONITOR, QUEUE);
    private static final List<String> ORDER = new CopyOnWriteArrayList<>();
    private static ThreadKind kind;
    private static boolean notified;
    private static volatile boolean open;
    private static volatile boolean unparked;
    private static int entered;

    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
        kind = ThreadKind.named(args, 1);
        List<Thread> threads = new ArrayList<>();
        Thread owner = start(threads, "owner", Waiting::own);
        for (int i = 0; i < 3; i++) {
            Thread waiter = start(threads, "waiter " + i, Waiting::waitToBeNotified);
            until(waiter, Thread.State.WAITING);
        }
        start(threads, "block", () -> {
            synchronized (OWNED) {
                entered++;
            }
        });
        start(threads, "method", () -> enter("nothing"));
        start(threads, "timed", Waiting::waitInVain);
        start(threads, "joining", () -> join(owner));
        Thread parked = start(threads, "parked", () -> {
            while (!unparked) {
                LockSupport.park();
            }
        });
        until(start(threads, "queue", Waiting::waitForReference), Thread.State.WAITING);
        Thread interrupted = start(threads, "interrupted", Waiting::waitToBeInterrupted);
        until(start(threads, "nested", Waiting::waitWithTwoMonitors), Thread.State.WAITING);
        until(threads.get(4), Thread.State.BLOCKED);
        until(threads.get(5), Thread.State.BLOCKED);
        until(interrupted, Thread.State.WAITING);
        Gate.await(args[0]);
        say(entered == 0, "nobody has entered");
        open = true;
        owner.join();
        for (int i = 0; i < 3; i++) {
            synchronized (MONITOR) {
                notified = true;
                MONITOR.notify();
            }
            while (ORDER.size() <= i) {
                Thread.sleep(1);
            }
        }
        synchronized (MONITOR) {
            MONITOR.notify();
        }
        unparked = true;
        LockSupport.unpark(parked);
        REFERENCE.enqueue();
        interrupted.interrupt();
        for (Thread thread : threads) {
            thread.join(60_000);
            say(!thread.isAlive(), thread.getName() + " has ended");
        }
        say(entered == 2, "two have entered");
        say(ORDER.subList(0, 3).equals(List.of("waiter 0", "waiter 1", "waiter 2")), "in order " + ORDER);
        System.out.println("done");
    }

    private static Thread start(List<Thread> threads, String name, Runnable work) {
        Thread thread = kind.unstarted(name, work);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private static void until(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.yield();
        }
    }

    private static void own() {
        synchronized (OWNED) {
            synchronized (Waiting.class) {
                while (!open) {
                    LockSupport.parkNanos(1_000_000);
                }
                say(entered == 0, "the owner is alone");
            }
        }
    }

    private static synchronized void enter(String nothing) {
        entered++;
    }

    private static void waitToBeNotified() {
        synchronized (MONITOR) {
            try {
                MONITOR.wait();
            } catch (InterruptedException e) {
                say(false, "not interrupted");
            }
            say(notified, Thread.currentThread().getName() + " has been notified");
            ORDER.add(Thread.currentThread().getName());
        }
    }

    private static void waitWithTwoMonitors() {
        synchronized (List.class) {
            synchronized (MONITOR) {
                while (!notified) {
                    try {
                        MONITOR.wait();
                    } catch (InterruptedException e) {
                        say(false, "not interrupted");
                    }
                }
            }
        }
    }

    private static void waitForReference() {
        try {
            say(QUEUE.remove() == REFERENCE, "the reference");
            say(QUEUE.remove(20) == null, "no other");
        } catch (InterruptedException e) {
            say(false, "not interrupted");
        }
    }

    private static void waitInVain() {
        Object nothing = new Object();
        int turns = 0;
        while (!open) {
            long begin = System.nanoTime();
            synchronized (nothing) {
                try {
                    nothing.wait(20);
                } catch (InterruptedException e) {
                    say(false, "not interrupted");
                }
            }
            if (System.nanoTime() - begin < 19_000_000) {
                System.out.println("not long enough: " + (System.nanoTime() - begin));
            }
            turns++;
        }
        say(turns > 0, "turns");
    }

    private static void waitToBeInterrupted() {
        Object nothing = new Object();
        synchronized (nothing) {
            try {
                nothing.wait();
                say(false, "interrupted");
            } catch (InterruptedException e) {
                say(!Thread.currentThread().isInterrupted(), "once");
            }
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
            say(!thread.isAlive(), "joined");
        } catch (InterruptedException e) {
            say(false, "not interrupted");
        }
    }

    private static void say(boolean right, String what) {
        if (!right) {
            System.out.println("WRONG: " + what);
        }
    }
}
