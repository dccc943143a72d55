package dev.sprite.tests.programs.stress;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

/** Threads that want to be where only so many may be at a time. */
final class Exclusion extends Station {
    private static final int THREADS = 4;

    private final AtomicInteger inside = new AtomicInteger();
    private final int most;
    private int first;
    private int second;

    private Exclusion(int most) {
        this.most = most;
    }

    static Exclusion monitor() {
        Exclusion exclusion = new Exclusion(1);
        Object outer = new Object();
        Object inner = new Object();
        exclusion.times(() -> {
            synchronized (outer) {
                synchronized (inner) {
                    synchronized (outer) {
                        exclusion.visit();
                    }
                }
            }
        });
        return exclusion;
    }

    static Exclusion lock(boolean fair) {
        Exclusion exclusion = new Exclusion(1);
        ReentrantLock lock = new ReentrantLock(fair);
        exclusion.times(() -> exclusion.visit(lock));
        return exclusion;
    }

    /** Two locks that are taken in either order; who cannot get the second one in time gives up the first. */
    static Exclusion tried() {
        Exclusion exclusion = new Exclusion(1);
        ReentrantLock[] locks = {new ReentrantLock(), new ReentrantLock()};
        AtomicInteger next = new AtomicInteger();
        exclusion.times(() -> {
            int one = next.getAndIncrement() & 1;
            locks[one].lockInterruptibly();
            try {
                if (locks[1 - one].tryLock(1, TimeUnit.MILLISECONDS)) {
                    try {
                        exclusion.visit();
                    } finally {
                        locks[1 - one].unlock();
                    }
                }
            } finally {
                locks[one].unlock();
            }
        });
        return exclusion;
    }

    static Exclusion semaphore() {
        Exclusion exclusion = new Exclusion(2);
        Semaphore semaphore = new Semaphore(2);
        exclusion.times(() -> {
            semaphore.acquire();
            try {
                exclusion.stay();
            } finally {
                semaphore.release();
            }
        });
        return exclusion;
    }

    static Exclusion readWriteLock() {
        Exclusion exclusion = new Exclusion(1);
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        exclusion.readersAndWriters(lock.readLock(), lock.writeLock());
        return exclusion;
    }

    static Exclusion stampedLock() {
        Exclusion exclusion = new Exclusion(1);
        StampedLock lock = new StampedLock();
        exclusion.readersAndWriters(lock.asReadLock(), lock.asWriteLock());
        return exclusion;
    }

    private void times(Round round) {
        for (int i = 0; i < THREADS; i++) {
            repeat(round);
        }
    }

    private void readersAndWriters(Lock reading, Lock writing) {
        times(() -> visit(writing));
        times(() -> {
            reading.lock();
            try {
                expect(first == second, "read " + first + " and " + second);
            } finally {
                reading.unlock();
            }
        });
    }

    private void visit(Lock lock) throws InterruptedException {
        lock.lock();
        try {
            visit();
        } finally {
            lock.unlock();
        }
    }

    private void visit() throws InterruptedException {
        first++;
        stay();
        second++;
        expect(first == second, "two have changed the same");
    }

    private void stay() throws InterruptedException {
        int now = inside.incrementAndGet();
        expect(now <= most, now + " inside");
        if ((now + first & 7) == 0) {
            Thread.sleep(1);
        }
        inside.decrementAndGet();
    }
}
