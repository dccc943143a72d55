package dev.sprite.tests.programs;

/** Writes to both its output streams in turns, in pieces of odd lengths, with a burst ahead of the gate. */
public final class Streams {
    private Streams() {}

    public static void main(String[] args) throws InterruptedException {
        write(0, 500);
        Gate.await(args[0]);
        write(500, 1000);
        System.out.print("no line end");
        System.err.print("none here");
        System.out.flush();
    }

    private static void write(int from, int to) {
        for (int i = from; i < to; i++) {
            System.out.print("out " + i);
            System.err.println(" err " + i + " " + "x".repeat(i % 301));
            System.out.println("!");
        }
    }
}
