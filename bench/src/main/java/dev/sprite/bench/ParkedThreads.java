package dev.sprite.bench;

import java.util.concurrent.CountDownLatch;

/** Says how many threads wait in it, and that once in a while. */
public final class ParkedThreads {
    private ParkedThreads() {}

    public static void main(String[] args) throws InterruptedException {
        int count = Integer.parseInt(args[0]);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> await(never));
            thread.setDaemon(true);
            thread.start();
        }
        for (;;) {
            System.out.println(count + " threads");
            Thread.sleep(100);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            System.out.println("interrupted");
        }
    }
}
