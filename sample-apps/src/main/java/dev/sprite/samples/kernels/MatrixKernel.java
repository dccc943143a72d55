package dev.sprite.samples.kernels;

/** Triple nested loops over doubles. */
final class MatrixKernel implements Kernel {
    private static final int N = 120;

    @Override
    public long run() {
        double[][] a = new double[N][N];
        double[][] b = new double[N][N];
        double[][] c = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                a[i][j] = i * 0.5 + j;
                b[i][j] = i - j * 0.25;
            }
        }
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                double sum = 0;
                for (int k = 0; k < N; k++) {
                    sum += a[i][k] * b[k][j];
                }
                c[i][j] = sum;
            }
        }
        double trace = 0;
        for (int i = 0; i < N; i++) {
            trace += c[i][i] + c[i][N - 1 - i];
        }
        return Double.doubleToLongBits(trace);
    }
}
