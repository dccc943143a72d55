package dev.sprite.samples.kernels;

/** Array loops that the compiler vectorises. */
final class ArrayKernel implements Kernel {
    private static final int N = 20_000;

    @Override
    public long run() {
        int[] a = new int[N];
        int[] b = new int[N];
        float[] f = new float[N];
        for (int i = 0; i < N; i++) {
            a[i] = i * 3;
            b[i] = N - i;
            f[i] = i * 0.5f;
        }
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < N; i++) {
                a[i] += b[i] ^ round;
            }
            for (int i = 0; i < N; i++) {
                b[i] = a[i] * 5 - b[i];
            }
            for (int i = 0; i < N; i++) {
                f[i] = f[i] * 0.99f + 1f;
            }
        }
        long sum = 0;
        for (int i = 0; i < N; i++) {
            sum += a[i] ^ b[i];
        }
        return sum * 31 + Float.floatToIntBits(f[N / 2]);
    }
}
