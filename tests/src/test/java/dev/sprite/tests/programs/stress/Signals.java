package dev.sprite.tests.programs.stress;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Threads that wake each other in turn: a signal that is lost stops them for good. */
final class Signals extends Station {
    private static final int THREADS = 3;

    private final AtomicReferenceArray<Thread> threads = new AtomicReferenceArray<>(THREADS);
    private volatile int turn;
    private volatile int last = Integer.MAX_VALUE;
    private volatile int interrupts;

    private Signals() {}

    static Signals notified() {
        Signals signals = new Signals();
        signals.inTurn((own) -> {
            synchronized (signals) {
                while (!signals.isTurnOf(own)) {
                    signals.wait();
                }
                signals.turn++;
                signals.notifyAll();
            }
        });
        return signals;
    }

    static Signals conditions() {
        Signals signals = new Signals();
        ReentrantLock lock = new ReentrantLock();
        Condition[] turns = new Condition[THREADS];
        for (int i = 0; i < THREADS; i++) {
            turns[i] = lock.newCondition();
        }
        signals.inTurn((own) -> {
            lock.lock();
            try {
                while (!signals.isTurnOf(own)) {
                    turns[own].await();
                }
                signals.turn++;
                turns[(own + 1) % THREADS].signal();
            } finally {
                lock.unlock();
            }
        });
        return signals;
    }

    static Signals parks() {
        Signals signals = new Signals();
        signals.inTurn((own) -> {
            signals.threads.set(own, Thread.currentThread());
            while (!signals.isTurnOf(own)) {
                LockSupport.park(signals);
            }
            signals.turn++;
            LockSupport.unpark(signals.threads.get((own + 1) % THREADS));
        });
        return signals;
    }

    /** One waits to be interrupted, again and again, and is, as many times. */
    static Signals interrupts() {
        Signals signals = new Signals();
        signals.once(() -> {
            signals.threads.set(0, Thread.currentThread());
            while (signals.interrupts >= 0) {
                try {
                    synchronized (signals) {
                        signals.wait();
                    }
                    signals.wrong("not interrupted");
                } catch (InterruptedException e) {
                    signals.interrupts++;
                    signals.count();
                }
            }
        });
        signals.once(() -> {
            while (!isEnding()) {
                int before = signals.interrupts;
                if (signals.threads.get(0) != null) {
                    signals.threads.get(0).interrupt();
                    while (signals.interrupts == before) {
                        Thread.sleep(1);
                    }
                }
                Thread.sleep(8);
            }
            signals.interrupts = -2;
            signals.threads.get(0).interrupt();
        });
        return signals;
    }

    private interface Turn {
        void take(int own) throws InterruptedException;
    }

    private void inTurn(Turn each) {
        for (int i = 0; i < THREADS; i++) {
            int own = i;
            once(() -> {
                for (int round = 0; round <= last; round++) {
                    if (own == 0 && isEnding()) {
                        last = round;
                    }
                    each.take(own);
                    expect(turn > round * THREADS + own, "turn " + turn + " in round " + round);
                    count();
                    Thread.sleep(8);
                }
            });
        }
    }

    private boolean isTurnOf(int own) {
        return turn % THREADS == own;
    }
}
