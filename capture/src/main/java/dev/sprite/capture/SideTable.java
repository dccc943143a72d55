package dev.sprite.capture;

import dev.sprite.image.ObjectList;
import java.util.Arrays;

/**
 * The numbers of objects whose identity hash is known, by identity. It holds numbers alone: the objects are in the
 * lists that these lead into. Open addressing, linear probing.
 */
final class SideTable {
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
    SideTable(ObjectList numbered, ObjectList aliased) {
        this.numbered = numbered;
        this.aliased = aliased;
    }

    int get(Object key, int hash) {
        int mask = values.length - 1;
        int i = spread(hash) & mask;
        while (values[i] != ObjectIds.ABSENT) {
            if (key(values[i]) == key) {
                return values[i];
            }
            i = i + 1 & mask;
        }
        return ObjectIds.ABSENT;
    }

    /** Adds the object that {@code value} leads to, which must be absent and have the identity hash {@code hash}. */
    void put(int hash, int value) {
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
        while (values[i] != ObjectIds.ABSENT) {
            i = i + 1 & mask;
        }
        values[i] = value;
    }

    private void grow() {
        int[] old = values;
        values = empty(old.length * 2);
        for (int value : old) {
            if (value != ObjectIds.ABSENT) {
                insert(System.identityHashCode(key(value)), value);
            }
        }
    }

    private static int[] empty(int length) {
        int[] values = new int[length];
        Arrays.fill(values, ObjectIds.ABSENT);
        return values;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 16;
    }
}
