package dev.sprite.tests.programs;

import java.util.ArrayList;
import java.util.List;

/** Threads of several kinds, each counting on its own until the gate opens. */
public final class Workers {
    private static volatile boolean open;
    private static final ThreadLocal<String> OWN = new ThreadLocal<>();

    private Workers() {}

    public static void main(String[] args) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        threads.add(new Thread(new Counter(0), "runnable"));
        threads.add(new Thread(() -> count(0), "lambda"));
        threads.add(new Subclass("subclass"));
        threads.add(new Thread(new Counter(3), "sleeper"));
        threads.get(1).setPriority(Thread.MIN_PRIORITY);
        threads.get(3).setDaemon(true);
        StringBuilder before = new StringBuilder();
        for (Thread thread : threads) {
            thread.start();
            describe(thread, before);
        }
        Gate.await(args[0]);
        StringBuilder after = new StringBuilder();
        for (Thread thread : threads) {
            describe(thread, after);
        }
        open = true;
        System.out.println(before.toString().equals(after.toString()) ? "the same threads" : before + "became " + after);
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                Thread.sleep(1);
            }
        }
        Thread main = Thread.currentThread();
        Thread last = new Thread(() -> {
            while (main.isAlive()) {
                Thread.yield();
            }
            System.out.println("the end");
        });
        last.start();
    }

    private static void describe(Thread thread, StringBuilder text) {
        text.append(thread.getId()).append(' ').append(thread.getName()).append(' ').append(thread.getPriority())
                .append(' ').append(thread.isDaemon()).append(' ').append(thread.getThreadGroup().getName())
                .append('\n');
    }

    private static void count(int pause) {
        OWN.set(Thread.currentThread().getName());
        long count = 0;
        int sum = 0;
        try {
            while (!open) {
                count++;
                sum += (int) (count & 1);
                if (pause > 0) {
                    Thread.sleep(pause);
                }
            }
        } catch (InterruptedException e) {
            System.out.println("interrupted");
        }
        say(count > 0 && sum == (int) ((count + 1) / 2));
    }

    private static void say(boolean right) {
        synchronized (OWN) {
            String name = Thread.currentThread().getName();
            StackTraceElement[] stack = new Throwable().getStackTrace();
            if (!right || !name.equals(OWN.get())) {
                System.out.println(name + " is wrong, " + OWN.get());
            }
            if (!stack[stack.length - 1].getMethodName().equals("run")) {
                System.out.println(name + " began with " + stack[stack.length - 1]);
            }
        }
    }

    private static final class Counter implements Runnable {
        private final int pause;

        Counter(int pause) {
            this.pause = pause;
        }

        @Override
        public void run() {
            count(pause);
        }
    }

    private static final class Subclass extends Thread {
        Subclass(String name) {
            super(name);
        }

        @Override
        public void run() {
            count(0);
        }
    }
}
