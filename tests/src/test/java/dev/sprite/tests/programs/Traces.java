package dev.sprite.tests.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Keeps exceptions for a while before it prints them, and makes some more after another thread has run. */
public final class Traces {
    private static final List<Throwable> KEPT = new ArrayList<>();

    private Traces() {}

    public static void main(String[] args) throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            keep(i, Traces::descend);
            keep(i, depth -> {
                throw new IllegalArgumentException("in a lambda");
            });
            work(i);
        }
        KEPT.forEach(thrown -> thrown.printStackTrace(System.out));
        Thread worker = new Thread(() -> System.out.println(work(500)));
        worker.start();
        worker.join();
        new Exception("in a frame of what the class was").printStackTrace(System.out);
        System.out.println(Thread.currentThread().getStackTrace()[1]);
    }

    private static void keep(int depth, IntUnaryOperator failing) {
        try {
            failing.applyAsInt(depth);
        } catch (RuntimeException e) {
            KEPT.add(e);
        }
    }

    private static int descend(int depth) {
        if (depth == 0) {
            throw new IllegalStateException("at the end");
        }
        try {
            return descend(depth - 1) + 1;
        } catch (IllegalStateException e) {
            throw new IllegalStateException("depth " + depth, e);
        }
    }

    private static int work(int rounds) {
        int sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum += List.of(i, rounds).hashCode();
        }
        return sum;
    }
}
