package dev.sprite.bench;

/**
 * A program that spends all its time in one nest of loops in {@code main}, and writes how many nanoseconds each step of
 * the second loop took. The outermost loop never comes to its second turn: what is resumed in its midst stays there.
 */
public final class NestedLoops {
    private NestedLoops() {}

    public static void main(String[] args) {
        int size = 200;
        double[] row = new double[size];
        int[] counts = new int[size];
        long begin = System.nanoTime();
        for (int turn = 0; turn < 2; turn++) {
            for (int step = 0; step < Integer.MAX_VALUE; step++) {
                for (int i = 0; i < 600; i++) {
                    double carry = step & 7;
                    for (int j = 0; j < size; j++) {
                        double sum = carry;
                        for (int k = 0; k < size; k++) {
                            sum += row[k] * 0.25 + (counts[k] ^ i & j);
                            counts[k] += k & i;
                        }
                        row[j] = sum % 1_000_003;
                        carry = row[j] * 0.5;
                    }
                }
                long now = System.nanoTime();
                System.out.println(now - begin);
                begin = now;
            }
        }
        System.out.println(row[size / 2] + counts[size / 2]);
    }
}
