package dev.sprite.tests.programs;

/** Says in which method its stack overflows. */
public final class Overflowing {
    private static int deepest;

    private Overflowing() {}

    public static void main(String[] args) {
        for (int i = 0; i < 3; i++) {
            try {
                descend(0);
            } catch (StackOverflowError e) {
                StackTraceElement top = e.getStackTrace()[0];
                System.out.println(top.getClassName() + "." + top.getMethodName() + " " + (deepest > 500));
            }
        }
    }

    private static void descend(int depth) {
        deepest = depth;
        descend(depth + 1);
    }
}
