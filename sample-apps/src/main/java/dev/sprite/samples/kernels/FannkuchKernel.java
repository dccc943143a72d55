package dev.sprite.samples.kernels;

/** Permutations in small int arrays: irregular nested loops. */
final class FannkuchKernel implements Kernel {
    private static final int N = 8;

    @Override
    public long run() {
        int[] permutation = new int[N];
        int[] count = new int[N];
        for (int i = 0; i < N; i++) {
            permutation[i] = i;
        }
        int checksum = 0;
        int most = 0;
        int r = N;
        for (boolean even = true; ; even = !even) {
            for (; r != 1; r--) {
                count[r - 1] = r;
            }
            int flips = flips(permutation.clone());
            most = Math.max(most, flips);
            checksum += even ? flips : -flips;
            do {
                if (r == N) {
                    return (long) checksum << 32 | most;
                }
                int first = permutation[0];
                for (int i = 0; i < r; i++) {
                    permutation[i] = permutation[i + 1];
                }
                permutation[r] = first;
                count[r]--;
            } while (count[r++] == 0);
            r--;
        }
    }

    private static int flips(int[] p) {
        int flips = 0;
        for (int first = p[0]; first != 0; first = p[0]) {
            for (int i = 0, j = first; i < j; i++, j--) {
                int swapped = p[i];
                p[i] = p[j];
                p[j] = swapped;
            }
            flips++;
        }
        return flips;
    }
}
