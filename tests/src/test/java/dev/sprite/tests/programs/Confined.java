package dev.sprite.tests.programs;

/** Recurses on a thread whose stack is much smaller than main's. */
public final class Confined {
    private static final int STACK = 320 << 10;
    private static final int DEPTH = 1_600;

    private Confined() {}

    public static void main(String[] args) throws InterruptedException {
        Thread confined = new Thread(null, Confined::run, "confined", STACK);
        confined.start();
        confined.join();
    }

    private static void run() {
        System.out.println(sum(DEPTH));
    }

    private static int sum(int depth) {
        return depth == 0 ? 0 : depth + sum(depth - 1);
    }
}
