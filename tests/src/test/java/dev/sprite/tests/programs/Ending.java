package dev.sprite.tests.programs;

/** Ends, after the gate, in the way that its second argument names. */
public final class Ending {
    private Ending() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println("begin");
        Gate.await(args[0]);
        System.out.println("end");
        switch (args[1]) {
            case "return":
                return;
            case "exit":
                System.exit(7);
                return;
            case "halt":
                Runtime.getRuntime().halt(9);
                return;
            default:
                throw new IllegalStateException("the end");
        }
    }
}
