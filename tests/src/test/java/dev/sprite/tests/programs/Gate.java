package dev.sprite.tests.programs;

import java.io.File;

/** Where a test program waits, in a place in which it can be moved, until the test lets it go on. */
public final class Gate {
    private Gate() {}

    /** Says on standard output that the program is here, and waits for {@code file} to appear. */
    public static void await(String file) throws InterruptedException {
        System.out.println("at the gate");
        File opened = new File(file);
        while (!opened.exists()) {
            Thread.sleep(5);
        }
    }
}
