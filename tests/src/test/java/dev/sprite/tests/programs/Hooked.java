package dev.sprite.tests.programs;

/** Has a shutdown hook, and waits at the gate. */
public final class Hooked {
    private Hooked() {}

    public static void main(String[] args) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        Gate.await(args[0]);
        System.out.println("through");
    }
}
