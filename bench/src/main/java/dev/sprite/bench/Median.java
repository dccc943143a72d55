package dev.sprite.bench;

import java.util.List;

/** The figure that a noisy machine disturbs least. */
final class Median {
    private Median() {}

    static double of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
