package dev.sprite.capture;

import dev.sprite.image.MarkWord;
import java.util.Arrays;

/**
 * Numbers the objects that a capture meets. An object's number is kept where its identity hash will be one day: in the
 * header, as long as that has none. Objects that are hashed, locked or inflated are looked up by their identity hash.
 *
 * <p>Only for one thread, and only while no application thread runs: {@link #release} takes every number back.
 */
final class ObjectIds {
    static final int ABSENT = Integer.MIN_VALUE;

    private Object[] objects = new Object[1 << 12];
    private int count;
    private final SideTable side = new SideTable();

    int count() {
        return count;
    }

    Object get(int id) {
        return objects[id];
    }

    /** The number of {@code object}, or what {@link #alias} said, or {@link #ABSENT}. */
    int find(Object object) {
        long mark = MarkWord.of(object);
        if (!MarkWord.isNeutral(mark)) {
            return side.get(object, System.identityHashCode(object));
        }
        int hash = MarkWord.hash(mark);
        if (hash == 0) {
            return ABSENT;
        }
        return hash <= count && objects[hash - 1] == object ? hash - 1 : side.get(object, hash);
    }

    /**
     * Gives the next number to {@code object}, which must be absent.
     *
     * @return its identity hash, 0 if it has none
     */
    int add(Object object) {
        if (count == objects.length) {
            objects = Arrays.copyOf(objects, count * 2);
        }
        objects[count++] = object;
        for (;;) {
            long mark = MarkWord.of(object);
            if (!MarkWord.isNeutral(mark) || MarkWord.hash(mark) != 0) {
                int hash = System.identityHashCode(object);
                side.put(object, hash, count - 1);
                return hash;
            }
            if (MarkWord.replace(object, mark, count)) {
                return 0;
            }
        }
    }

    /** Lets {@link #find} answer {@code value}, a negative number, for {@code object}, which must be absent. */
    void alias(Object object, int value) {
        side.put(object, System.identityHashCode(object), value);
    }

    /** Takes the numbers out of all headers. A header that was inflated meanwhile keeps its number as its hash. */
    void release() {
        for (int id = 0; id < count; id++) {
            Object object = objects[id];
            for (;;) {
                long mark = MarkWord.of(object);
                if (!MarkWord.isNeutral(mark) || MarkWord.hash(mark) != id + 1 || side.get(object, id + 1) != ABSENT
                        || MarkWord.replace(object, mark, 0)) {
                    break;
                }
            }
        }
        count = 0;
        objects = new Object[0];
    }
}
