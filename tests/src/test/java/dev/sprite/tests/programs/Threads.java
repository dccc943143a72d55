package dev.sprite.tests.programs;

import java.util.concurrent.locks.LockSupport;

/** Threads of every kind at work at once; what each has computed and how it has ended is printed in order. */
public final class Threads {
    private static final int TURNS = 500;
    private static final Object LOCK = new Object();
    private static int shared;

    private static final class Worker extends Thread {
        private long sum;

        @Override
        public void run() {
            sum = work(7);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Worker worker = new Worker();
        long[] sums = new long[3];
        Thread[] threads = {
            worker,
            new Thread(() -> sums[0] = work(1)),
            new Thread(new ThreadGroup("group"), () -> sums[1] = nested(50)),
            new Thread(() -> fail(20), "failing"),
            new Thread(() -> sums[2] = trace(5).length, "tracing"),
            new Thread(Threads::park, "parking")
        };
        threads[3].setUncaughtExceptionHandler((thread, thrown) -> {
            StackTraceElement[] trace = thrown.getStackTrace();
            System.out.println(thread.getName() + ": " + thrown + ' ' + trace.length + ' ' + trace[trace.length - 1]);
        });
        for (Thread thread : threads) {
            thread.start();
            if (!thread.getName().startsWith("Thread")) {
                thread.join();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(worker.sum + " " + sums[0] + ' ' + sums[1] + ' ' + sums[2] + ' ' + shared);
    }

    private static long work(int seed) {
        long sum = seed;
        for (int i = 0; i < TURNS; i++) {
            synchronized (LOCK) {
                shared = add(shared, i % 3);
            }
            sum = sum * 31 + add(i, seed);
        }
        return sum;
    }

    private static long nested(int depth) {
        return depth == 0 ? work(3) : nested(depth - 1) * 3 + depth;
    }

    private static int add(int a, int b) {
        int sum = a;
        for (int i = 0; i < 2; i++) {
            sum += i == 0 ? b : 0;
        }
        return sum;
    }

    private static void park() {
        for (int i = 0; i < 20; i++) {
            LockSupport.unpark(Thread.currentThread());
            LockSupport.park();
            LockSupport.unpark(Thread.currentThread());
            LockSupport.park(LOCK);
            LockSupport.parkNanos(1000);
            LockSupport.parkNanos(LOCK, 1000);
            LockSupport.parkUntil(System.currentTimeMillis() + 1);
            LockSupport.parkUntil(LOCK, System.currentTimeMillis() + 1);
        }
        System.out.println("parked");
    }

    private static void fail(int depth) {
        if (depth == 0) {
            throw new IllegalStateException("at the end");
        }
        fail(depth - 1);
    }

    private static StackTraceElement[] trace(int depth) {
        return depth == 0 ? Thread.currentThread().getStackTrace() : trace(depth - 1);
    }
}
