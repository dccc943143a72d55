package dev.sprite.image;

import java.util.Arrays;

/**
 * The numbers of objects whose identity hash is known, by identity. It holds numbers alone: the objects are in the
 * lists that these lead into. Open addressing, linear probing.
 */
public final class SideTable {
    public static final int ABSENT = Integer.MIN_VALUE;

    private final ObjectList numbered;
    private final ObjectList aliased;
    private int[] values = empty(1 << 10);
    private int size;

    /**
     * Starts empty.
     *
     * @param numbered where a number leads
     * @param aliased where the complement of a negative one leads
     */
    public SideTable(ObjectList numbered, ObjectList aliased) {
        this.numbered = numbered;
        this.aliased = aliased;
    }

    /** The number of {@code key}, which has the identity hash {@code hash}; or {@link #ABSENT}. */
    public int get(Object key, int hash) {
        int mask = values.length - 1;
        int i = spread(hash) & mask;
        while (values[i] != ABSENT) {
            if (key(values[i]) == key) {
                return values[i];
            }
            i = i + 1 & mask;
        }
        return ABSENT;
    }

    /** Adds the object that {@code value} leads to, which must be absent and have the identity hash {@code hash}. */
    public void put(int hash, int value) {
        if (size >= values.length / 3 * 2) {
            grow();
        }
        insert(hash, value);
        size++;
    }

    private Object key(int value) {
        return value >= 0 ? numbered.get(value) : aliased.get(~value);
    }

    private void insert(int hash, int value) {
        int mask = values.length - 1;
        int i = spread(hash) & mask;
        while (values[i] != ABSENT) {
            i = i + 1 & mask;
        }
        values[i] = value;
    }

    private void grow() {
        int[] old = values;
        values = empty(old.length * 2);
        for (int value : old) {
            if (value != ABSENT) {
                insert(System.identityHashCode(key(value)), value);
            }
        }
    }

    private static int[] empty(int length) {
        int[] values = new int[length];
        Arrays.fill(values, ABSENT);
        return values;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }
}
