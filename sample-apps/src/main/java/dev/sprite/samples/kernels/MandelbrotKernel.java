package dev.sprite.samples.kernels;

/** A tight loop of double arithmetic that leaves early. */
final class MandelbrotKernel implements Kernel {
    private static final int SIZE = 150;
    private static final int LIMIT = 200;

    @Override
    public long run() {
        long total = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double cr = x * 3.0 / SIZE - 2.2;
                double ci = y * 3.0 / SIZE - 1.5;
                double zr = 0;
                double zi = 0;
                int n = 0;
                while (n < LIMIT && zr * zr + zi * zi <= 4) {
                    double next = zr * zr - zi * zi + cr;
                    zi = 2 * zr * zi + ci;
                    zr = next;
                    n++;
                }
                total = total * 31 + n;
            }
        }
        return total;
    }
}
