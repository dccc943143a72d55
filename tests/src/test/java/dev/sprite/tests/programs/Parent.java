package dev.sprite.tests.programs;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Starts one child after the other, as its standard input says, and waits for each: for a line, then for its end. */
public final class Parent {
    private Parent() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            Process child = new ProcessBuilder("sh", "-c", "read line; echo got $line; read line; exit $line")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT).start();
            System.out.println("reading " + i);
            System.out.println(child.inputReader().readLine());
            System.out.println("waiting " + i);
            boolean ended = i == 0 || child.waitFor(1, TimeUnit.HOURS);
            System.out.println(ended ? child.waitFor() : -1);
        }
    }
}
