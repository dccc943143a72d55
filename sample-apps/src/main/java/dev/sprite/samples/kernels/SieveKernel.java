package dev.sprite.samples.kernels;

/** Strided stores into a boolean array. */
final class SieveKernel implements Kernel {
    private static final int LIMIT = 1_000_000;

    @Override
    public long run() {
        boolean[] composite = new boolean[LIMIT + 1];
        long sum = 0;
        for (int n = 2; n <= LIMIT; n++) {
            if (!composite[n]) {
                sum += n;
                for (int m = n + n; m <= LIMIT; m += n) {
                    composite[m] = true;
                }
            }
        }
        return sum;
    }
}
