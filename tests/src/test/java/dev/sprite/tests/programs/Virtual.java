package dev.sprite.tests.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Virtual threads in each state, by themselves and of an executor; they must be the same after a move, and go on. */
public final class Virtual {
    /** More than there are processors. */
    private static final int RUNNABLE = 8;
    private static final ThreadLocal<String> OWN = new ThreadLocal<>();
    private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();
    private static final AtomicInteger DONE = new AtomicInteger();
    private static volatile boolean open;

    private Virtual() {}

    public static void main(String[] args) throws Exception {
        INHERITED.set("inherited");
        List<Thread> threads = new ArrayList<>();
        Thread parked = started("", Virtual::park);
        threads.add(parked);
        threads.add(started("timed", Virtual::parkTimed));
        Thread sleeping = started("sleeping", Virtual::sleep);
        threads.add(sleeping);
        threads.add(started("joining", () -> join(sleeping)));
        Thread ended = started("ended", () -> { });
        ended.join();
        threads.add(ended);
        Thread unstarted = ThreadKind.VIRTUAL.unstarted("unstarted", Virtual::ownName);
        threads.add(unstarted);
        Thread failing = ThreadKind.VIRTUAL.unstarted("failing", Virtual::fail);
        failing.setUncaughtExceptionHandler((thread, thrown) -> System.out.println(thread.getName() + ' ' + thrown));
        failing.start();
        ExecutorService executor =
                (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < RUNNABLE; i++) {
            String result = "result " + i;
            results.add(executor.submit(() -> result(result)));
        }
        AtomicReference<Thread> ofExecutor = new AtomicReference<>();
        executor.execute(() -> {
            ofExecutor.set(Thread.currentThread());
            park();
        });
        threads.add(started("waiting for a result", () -> await(results.get(0))));
        // last: those that run let no others run
        for (int i = 0; i < RUNNABLE; i++) {
            threads.add(started("runnable " + i, Virtual::spin));
        }
        String before = describe(threads);
        Gate.await(args[0]);
        say(before.equals(describe(threads)), before + "became " + describe(threads));
        say(!executor.isTerminated(), "the executor runs");
        open = true;
        unstarted.start();
        LockSupport.unpark(parked);
        LockSupport.unpark(ofExecutor.get());
        for (Thread thread : threads) {
            thread.join(60_000);
            say(!thread.isAlive(), thread.getName() + " has ended");
        }
        failing.join();
        for (int i = 0; i < RUNNABLE; i++) {
            say(results.get(i).get(60, TimeUnit.SECONDS).equals("result " + i), "result " + i);
        }
        executor.shutdown();
        say(executor.awaitTermination(60, TimeUnit.SECONDS), "the executor has ended");
        int done = DONE.get();
        say(done == 2 * RUNNABLE + 7, done + " are done");
        System.out.println("done");
    }

    private static Thread started(String name, Runnable work) {
        Thread thread = ThreadKind.VIRTUAL.unstarted(name, work);
        thread.start();
        return thread;
    }

    private static String describe(List<Thread> threads) {
        StringBuilder text = new StringBuilder();
        for (Thread thread : threads) {
            text.append(thread.getId()).append(' ').append(thread.getName()).append(' ').append(thread.isAlive())
                    .append(' ').append(System.identityHashCode(thread)).append(' ').append(thread.isInterrupted())
                    .append('\n');
        }
        return text.toString();
    }

    private static void spin() {
        OWN.set(Thread.currentThread().getName());
        long count = 0;
        while (!open) {
            count++;
            if ((count & 0xfff) == 0) {
                Thread.yield();
            }
        }
        ownName();
    }

    private static void ownName() {
        String name = Thread.currentThread().getName();
        say(name.equals("unstarted") || name.equals(OWN.get()), "thread local of " + name + ": " + OWN.get());
        say("inherited".equals(INHERITED.get()), "inherited by " + name + ": " + INHERITED.get());
        StackTraceElement[] stack = new Throwable().getStackTrace();
        String bottom = stack[stack.length - 1].toString();
        say(bottom.contains("java.lang.VirtualThread.run("), name + " began with " + bottom);
        DONE.incrementAndGet();
    }

    private static void park() {
        while (!open) {
            LockSupport.park();
        }
        DONE.incrementAndGet();
    }

    private static void parkTimed() {
        while (!open) {
            LockSupport.parkNanos(1_000_000);
        }
        DONE.incrementAndGet();
    }

    private static void sleep() {
        try {
            while (!open) {
                Thread.sleep(3);
            }
        } catch (InterruptedException e) {
            say(false, "not interrupted");
        }
        DONE.incrementAndGet();
    }

    private static void join(Thread thread) {
        try {
            thread.join(3_600_000);
            thread.join();
        } catch (InterruptedException e) {
            say(false, "not interrupted");
        }
        DONE.incrementAndGet();
    }

    private static void fail() {
        sleep();
        throw new IllegalStateException("as it must");
    }

    private static String result(String result) {
        sleep();
        return result;
    }

    private static void await(Future<String> result) {
        try {
            say(result.get(60, TimeUnit.SECONDS).equals("result 0"), "the first result");
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            say(false, e.toString());
        }
    }

    private static void say(boolean right, String what) {
        if (!right) {
            System.out.println("WRONG: " + what);
        }
    }
}
