package dev.sprite.tests.programs;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Threads that hand numbered items to each other through wait, notify, synchronized methods and blocks, for as long as
 * there is no file of the name given. Nothing may be lost, doubled, or seen by two in a critical section.
 */
public final class Handing {
    private Handing() {}

    public static void main(String[] args) throws InterruptedException {
        int pairs = args.length > 1 ? Integer.parseInt(args[0]) : 4;
        File end = new File(args[args.length - 1]);
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            chains.add(new Chain(i));
        }
        for (Chain chain : chains) {
            chain.start();
        }
        System.out.println("at the gate");
        while (!end.exists()) {
            Thread.sleep(5);
        }
        for (Chain chain : chains) {
            chain.end();
        }
        System.out.println("all right");
    }

    /** A producer, a bounded buffer, two who pass on, a second buffer, a consumer. */
    private static final class Chain {
        private final Buffer first = new Buffer(3);
        private final Buffer second = new Buffer(1);
        private final List<Thread> threads = new ArrayList<>();
        private final boolean[] seen = new boolean[1 << 20];
        private volatile boolean ending;
        private int given;
        private int taken;

        Chain(int number) {
            threads.add(new Thread(this::produce, "producer " + number));
            threads.add(new Thread(this::pass, "left " + number));
            threads.add(new Thread(this::pass, "right " + number));
            threads.add(new Thread(this::consume, "consumer " + number));
        }

        void start() {
            for (Thread thread : threads) {
                thread.start();
            }
        }

        void end() throws InterruptedException {
            ending = true;
            for (Thread thread : threads) {
                thread.join();
            }
            if (given != taken || given == 0) {
                System.out.println("WRONG: given " + given + ", taken " + taken);
            }
        }

        private void produce() {
            try {
                while (!ending) {
                    first.put(given++ & seen.length - 1);
                    if ((given & 7) == 0) {
                        Thread.sleep(1);
                    }
                }
                first.put(-1);
                first.put(-1);
            } catch (InterruptedException e) {
                System.out.println("WRONG: interrupted");
            }
        }

        private void pass() {
            try {
                int item;
                while ((item = first.take()) >= 0) {
                    second.put(item);
                }
                second.put(-1);
            } catch (InterruptedException e) {
                System.out.println("WRONG: interrupted");
            }
        }

        private void consume() {
            try {
                int ends = 0;
                while (ends < 2) {
                    int item = second.take();
                    if (item < 0) {
                        ends++;
                        continue;
                    }
                    boolean expected = taken < seen.length || seen[item];
                    if (seen[item] && taken < seen.length) {
                        System.out.println("WRONG: doubled " + item + ' ' + expected);
                    }
                    seen[item] = true;
                    taken++;
                }
            } catch (InterruptedException e) {
                System.out.println("WRONG: interrupted");
            }
        }
    }

    private static final class Buffer {
        private final int[] items;
        private int count;
        private int inside;

        Buffer(int size) {
            items = new int[size];
        }

        synchronized void put(int item) throws InterruptedException {
            while (count == items.length) {
                wait();
            }
            enter();
            items[count++] = item;
            leave();
            notifyAll();
        }

        int take() throws InterruptedException {
            synchronized (this) {
                while (count == 0) {
                    wait(1000);
                }
                enter();
                int item = items[0];
                count--;
                System.arraycopy(items, 1, items, 0, count);
                leave();
                notifyAll();
                return item;
            }
        }

        private void enter() {
            if (inside++ != 0) {
                System.out.println("WRONG: two inside");
            }
        }

        private void leave() {
            inside--;
        }
    }
}
