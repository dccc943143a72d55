package dev.sprite.capture;

/** Objects to numbers by identity, for objects whose identity hash is known. Open addressing, linear probing. */
final class SideTable {
    private Object[] keys = new Object[1 << 10];
    private int[] hashes = new int[1 << 10];
    private int[] values = new int[1 << 10];
    private int size;

    int get(Object key, int hash) {
        int mask = keys.length - 1;
        for (int i = spread(hash) & mask; keys[i] != null; i = i + 1 & mask) {
            if (keys[i] == key) {
                return values[i];
            }
        }
        return ObjectIds.ABSENT;
    }

    /** {@code key} must be absent. */
    void put(Object key, int hash, int value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        insert(key, hash, value);
        size++;
    }

    private void insert(Object key, int hash, int value) {
        int mask = keys.length - 1;
        int i = spread(hash) & mask;
        while (keys[i] != null) {
            i = i + 1 & mask;
        }
        keys[i] = key;
        hashes[i] = hash;
        values[i] = value;
    }

    private void grow() {
        Object[] oldKeys = keys;
        int[] oldHashes = hashes;
        int[] oldValues = values;
        keys = new Object[oldKeys.length * 2];
        hashes = new int[keys.length];
        values = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                insert(oldKeys[i], oldHashes[i], oldValues[i]);
            }
        }
    }

    private static int spread(int hash) {
        return hash * 0x9E3779B9 >>> 7;
    }
}
