package dev.sprite.capture;

import java.util.Arrays;

/** Positions of objects, in the order in which they were added. */
final class Positions {
    private int[] positions = new int[64];
    private int count;

    int count() {
        return count;
    }

    int get(int index) {
        return positions[index];
    }

    void add(int position) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, count * 2);
        }
        positions[count++] = position;
    }

    void clear() {
        count = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(positions, count);
    }
}
