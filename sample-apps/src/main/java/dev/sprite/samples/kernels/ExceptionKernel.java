package dev.sprite.samples.kernels;

/** Exceptions thrown through several frames, finally blocks on the way. */
final class ExceptionKernel implements Kernel {
    private static final class Odd extends Exception {
        private static final long serialVersionUID = 1L;
        private final int value;

        Odd(int value) {
            super("odd", null, false, false);
            this.value = value;
        }
    }

    private int unwound;

    @Override
    public long run() {
        unwound = 0;
        long sum = 0;
        for (int i = 0; i < 40_000; i++) {
            try {
                sum += descend(i, i & 7);
            } catch (Odd odd) {
                sum = sum * 31 + odd.value;
            } catch (ArrayIndexOutOfBoundsException e) {
                sum ^= i;
            }
        }
        return sum * 31 + unwound;
    }

    private int descend(int value, int depth) throws Odd {
        try {
            if (depth > 0) {
                return descend(value, depth - 1) + 1;
            }
            if (value % 3 == 1) {
                throw new Odd(value);
            }
            int[] few = new int[3];
            return few[value % 100 == 0 ? 3 : value % 3] + value;
        } finally {
            unwound++;
        }
    }
}
