package dev.sprite.restore;

import dev.sprite.image.MarkWord;
import dev.sprite.image.ObjectList;
import dev.sprite.image.SideTable;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The objects whose contents follow the image. Not for several threads at once.
 *
 * <p>A shell without an identity hash gets its number for one: collectors keep nothing in a header that has none.
 */
final class Shells {
    private final ObjectList objects;
    /** Those that came with an identity hash. */
    private final SideTable hashed;
    private final BitSet all = new BitSet();
    private final BitSet waiting = new BitSet();
    /** Those whose content has been read, but not what it leads to. */
    private int[] arriving = new int[64];
    private int arrivingCount;
    private int outstanding;

    Shells(ObjectList objects) {
        this.objects = objects;
        hashed = new SideTable(objects, new ObjectList());
    }

    /** Makes a fresh object a shell. */
    void add(int position, Object object, int hash) {
        if (!MarkWord.makeShell(object, hash == 0 ? position + 1 : hash)) {
            throw new IllegalStateException("a fresh object has a header that is in use");
        }
        if (hash != 0) {
            hashed.put(hash, position);
        }
        all.set(position);
        waiting.set(position);
        outstanding++;
    }

    /** How many have not arrived. */
    int outstanding() {
        return outstanding;
    }

    /** The position of an object, which may be any; negative if it is no shell and was none. */
    int position(Object object) {
        int hash = System.identityHashCode(object);
        return hash <= objects.size() && objects.get(hash - 1) == object ? hash - 1 : hashed.get(object, hash);
    }

    /** Whether the object at a position waits, or did. */
    boolean contain(int position) {
        return all.get(position);
    }

    boolean isWaiting(int position) {
        return position >= 0 && waiting.get(position);
    }

    /** The content of an object is there. */
    void arriving(int position) {
        waiting.clear(position);
        if (arrivingCount == arriving.length) {
            arriving = Arrays.copyOf(arriving, arrivingCount * 2);
        }
        arriving[arrivingCount++] = position;
    }

    /** All that these contents lead to is there, too: the program may see them. */
    void arrive() {
        for (int i = 0; i < arrivingCount; i++) {
            MarkWord.fill(objects.get(arriving[i]));
        }
        outstanding -= arrivingCount;
        arrivingCount = 0;
    }
}
