package dev.sprite.tests.programs;

/** Its main ends, normally or not, while another thread goes on to the gate and beyond. */
public final class WithoutMain {
    private WithoutMain() {}

    public static void main(String[] args) {
        Thread main = Thread.currentThread();
        new Thread(() -> {
            while (main.isAlive()) {
                Thread.yield();
            }
            try {
                Gate.await(args[0]);
            } catch (InterruptedException e) {
                System.out.println("interrupted");
            }
            Thread later = new Thread(() -> System.out.println(main.isAlive() ? "main lives" : "main has ended"));
            System.out.println(later.getId() > Thread.currentThread().getId() ? "a new id" : "an old id");
            later.start();
        }).start();
        if (args[1].equals("throws")) {
            main.setUncaughtExceptionHandler((thread, thrown) -> {});
            throw new IllegalStateException();
        }
    }
}
