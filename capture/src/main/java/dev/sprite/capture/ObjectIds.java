package dev.sprite.capture;

import dev.sprite.image.MarkWord;
import dev.sprite.image.ObjectList;
import dev.sprite.image.SideTable;

/**
 * Numbers the objects that a capture meets. An object's number is kept where its identity hash will be one day: in the
 * header, as long as that has none. Objects that are hashed, locked or inflated are looked up by their identity hash.
 *
 * <p>Only for one thread, and only while no application thread runs: {@link #release} takes every number back.
 */
final class ObjectIds {
    static final int ABSENT = SideTable.ABSENT;

    private final ObjectList objects = new ObjectList();
    private final ObjectList aliased = new ObjectList();
    private final SideTable side = new SideTable(objects, aliased);
    /** Whether a mark in a header tells of an object that has been let go of. */
    private boolean letsGo;

    int count() {
        return objects.size();
    }

    Object get(int id) {
        return objects.get(id);
    }

    /** The number of {@code object}; the complement of its alias, if it has been given one; or {@link #ABSENT}. */
    int find(Object object) {
        long mark = MarkWord.of(object);
        if (!MarkWord.isNeutral(mark)) {
            return side.get(object, System.identityHashCode(object));
        }
        int hash = MarkWord.hash(mark);
        if (hash == 0) {
            return ABSENT;
        }
        if (letsGo && MarkWord.isMarked(mark)) {
            return hash - 1;
        }
        return hash <= objects.size() && objects.get(hash - 1) == object ? hash - 1 : side.get(object, hash);
    }

    /**
     * Gives the next number to {@code object}, which must be absent.
     *
     * @return its identity hash, 0 if it has none
     */
    int add(Object object) {
        int id = objects.add(object);
        for (;;) {
            long mark = MarkWord.of(object);
            if (!MarkWord.isNeutral(mark) || MarkWord.hash(mark) != 0) {
                int hash = System.identityHashCode(object);
                side.put(hash, id);
                return hash;
            }
            if (MarkWord.replace(object, mark, id + 1)) {
                return 0;
            }
        }
    }

    /** Gives the next alias to {@code object}, which must be absent. */
    void alias(Object object) {
        side.put(System.identityHashCode(object), ~aliased.add(object));
    }

    /** Gives the next alias to an object that has a number, by which {@link #find} goes on to find it. */
    int aliasOfNumbered(Object object) {
        return aliased.add(object);
    }

    /**
     * Does not keep an object any longer, which is found all the same if another leads to it: its number in its header
     * is known to be one by a mark. Those that are looked up by their identity hash are kept. From then on nothing can be
     * released.
     */
    void letGo(int id) {
        letsGo |= !MarkWord.leavesMarks();
        Object object = objects.get(id);
        if (letsGo && side.get(object, id + 1) == ABSENT && MarkWord.mark(object, id + 1)) {
            objects.set(id, null);
        }
    }

    /** Takes the numbers out of all headers. A header that was inflated meanwhile keeps its number as its hash. */
    void release() {
        for (int id = 0; id < objects.size(); id++) {
            Object object = objects.get(id);
            for (;;) {
                long mark = MarkWord.of(object);
                if (!MarkWord.isNeutral(mark) || MarkWord.hash(mark) != id + 1 || side.get(object, id + 1) != ABSENT
                        || MarkWord.replace(object, mark, 0)) {
                    break;
                }
            }
        }
        objects.clear();
    }
}
