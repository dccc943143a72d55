package dev.sprite.capture;

import java.util.Arrays;

/**
 * Remembers where each object was met first, in a fraction of a byte for each: breadth first, one that was met later
 * was not met further up. For the objects that roots lead to, which come first, it is exact.
 */
final class Origins {
    private static final int SPACING = 16;

    private int[] roots = new int[1 << 8];
    private int rootCount;
    /** Origin of every {@link #SPACING}th of the others. */
    private int[] samples = new int[1 << 8];
    private int sampleCount;
    private int count;

    /** Adds the origin of the next object: the position of another one, or negative for a root. */
    void add(int origin) {
        if (origin < 0) {
            roots = withRoom(roots, rootCount);
            roots[rootCount++] = origin;
        } else if ((count - rootCount) % SPACING == 0) {
            samples = withRoom(samples, sampleCount);
            samples[sampleCount++] = origin;
        }
        count++;
    }

    private static int[] withRoom(int[] array, int used) {
        return used < array.length ? array : Arrays.copyOf(array, used * 2);
    }

    /** The origin of the object at {@code position}, or the first position at which it can have been met. */
    int earliest(int position) {
        return position < rootCount ? roots[position] : samples[(position - rootCount) / SPACING];
    }

    /** As {@link #earliest}, but the last position. */
    int latest(int position) {
        if (position < rootCount) {
            return roots[position];
        }
        int next = (position - rootCount) / SPACING + 1;
        return next < sampleCount ? samples[next] : position - 1;
    }
}
