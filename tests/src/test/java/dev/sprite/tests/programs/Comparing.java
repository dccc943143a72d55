package dev.sprite.tests.programs;

import java.io.File;

/** Is nearly always in {@code String.equals}, until its argument, a file, appears. */
public final class Comparing {
    private static final int LENGTH = 8_000_000;

    private Comparing() {}

    public static void main(String[] args) {
        String one = "x".repeat(LENGTH);
        String other = "x".repeat(LENGTH);
        File end = new File(args[0]);
        System.out.println("comparing");
        boolean equal = true;
        while (!end.exists()) {
            for (int i = 0; i < 20; i++) {
                equal &= one.equals(other);
            }
        }
        System.out.println(equal ? "always equal" : "not always equal");
    }
}
