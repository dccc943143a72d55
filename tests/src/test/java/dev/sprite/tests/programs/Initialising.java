package dev.sprite.tests.programs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Does its work in the static initialiser of its main class, and at the gates that it is given in the property
 * {@code gates} it can be moved.
 */
public final class Initialising {
    private static final List<String> STEPS = new ArrayList<>();
    private static final long EARLY = Long.parseLong("7");
    private static final String LATE;
    private static long changed = 1;

    static {
        long sum = EARLY;
        double share = 0.5;
        String[] gates = System.getProperty("gates").split(":");
        for (int i = 0; i < gates.length; i++) {
            STEPS.add("step " + i + " " + new Pair(i, pass(gates[i], i)));
            sum = sum * 31 + changed;
            share /= 3;
        }
        if (Boolean.getBoolean("fails")) {
            throw new IllegalStateException("after " + sum + " " + share);
        }
        LATE = sum + " " + share;
    }

    private static final int AFTER = STEPS.size();

    private record Pair(int number, long value) {}

    private Initialising() {}

    public static void main(String[] args) {
        System.out.println(EARLY + " " + LATE + " " + AFTER + " " + STEPS + " " + changed + " " + args.length);
    }

    private static long pass(String gate, int number) {
        try {
            return number < 1 ? number : pass(gate, number - 1) + 1;
        } finally {
            if (number == 0) {
                await(gate);
                changed += 3;
            }
        }
    }

    /** Waits in a read, without a poll, if there is no gate. */
    private static void await(String gate) {
        try {
            if (gate.isEmpty()) {
                System.out.println("at the gate");
                changed += System.in.read();
            } else {
                Gate.await(gate);
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
