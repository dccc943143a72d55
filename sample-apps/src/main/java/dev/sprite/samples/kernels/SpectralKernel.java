package dev.sprite.samples.kernels;

/** Small static calls in nested loops: lives from inlining. */
final class SpectralKernel implements Kernel {
    private static final int N = 200;

    @Override
    public long run() {
        double[] u = new double[N];
        double[] v = new double[N];
        double[] between = new double[N];
        for (int i = 0; i < N; i++) {
            u[i] = 1;
        }
        for (int round = 0; round < 4; round++) {
            multiply(u, between, false);
            multiply(between, v, true);
            multiply(v, between, false);
            multiply(between, u, true);
        }
        double uv = 0;
        double vv = 0;
        for (int i = 0; i < N; i++) {
            uv += u[i] * v[i];
            vv += v[i] * v[i];
        }
        return Double.doubleToLongBits(Math.sqrt(uv / vv));
    }

    private static void multiply(double[] from, double[] to, boolean transposed) {
        for (int i = 0; i < N; i++) {
            double sum = 0;
            for (int j = 0; j < N; j++) {
                sum += (transposed ? element(j, i) : element(i, j)) * from[j];
            }
            to[i] = sum;
        }
    }

    private static double element(int i, int j) {
        return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
    }
}
