package dev.sprite.tests.programs;

import java.util.function.IntUnaryOperator;

/** Waits at the gate beneath frames of many shapes, each with something live that must come back. */
public final class Frames {
    private static final int DEEP = 5_000;

    private final String gate;
    private int recursions;

    private Frames(String gate) {
        this.gate = gate;
    }

    public static void main(String[] args) throws Exception {
        Frames frames = new Frames(args[0]);
        System.out.println(frames.primitives((byte) -1, (short) 300, 'x', true, 7, 1L << 40, 1.5f, Math.PI, args));
        System.out.println(frames.recursions + " recursions");
    }

    /** Long and double operands on the stack beneath the call. */
    private String primitives(byte b, short s, char c, boolean z, int i, long j, float f, double d, String[] a)
            throws Exception {
        long sum = j * 3 + i * operands(d + 1, j - 1) + (z ? s : b);
        return "" + b + s + c + z + i + j + f + d + a.length + sum;
    }

    private long operands(double d, long j) throws Exception {
        int[][] grid = {{1, 2}, {3, 4}};
        grid[1][0] += inLoops(grid) ? 10 : 20;
        return grid[1][0] + (long) d + j;
    }

    private boolean inLoops(int[][] grid) throws Exception {
        StringBuilder trace = new StringBuilder();
        outer:
        for (int[] row : grid) {
            for (int i = 0; i < row.length; i++) {
                if (row[i] == 4) {
                    trace.append(inFinally(row[i]));
                    break outer;
                }
                trace.append(row[i]).append(i);
            }
        }
        System.out.println(trace);
        return trace.length() > 3;
    }

    private String inFinally(int value) throws Exception {
        try {
            return "v" + inCatch(value);
        } finally {
            System.out.println("finally");
        }
    }

    private int inCatch(int value) throws Exception {
        try {
            throw new IllegalArgumentException("thrown");
        } catch (IllegalArgumentException e) {
            int result = inLambda(value);
            System.out.println(e.getMessage());
            return result;
        }
    }

    private int inLambda(int value) {
        int captured = value * 3;
        IntUnaryOperator lambda = x -> x + captured + inSwitch(x);
        IntUnaryOperator reference = lambda::applyAsInt;
        return reference.applyAsInt(5);
    }

    private int inSwitch(int x) {
        switch (x) {
            case 5:
                return deep(DEEP, 1L);
            case 6:
                return 1;
            default:
                return 2;
        }
    }

    private int deep(int depth, long weight) {
        recursions++;
        if (depth == 0) {
            try {
                Gate.await(gate);
            } catch (InterruptedException e) {
                return -1;
            }
            return 0;
        }
        int local = depth % 7;
        return (int) (deep(depth - 1, weight + local) % 1_000 + weight % 11) + local;
    }
}
