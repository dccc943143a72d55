package dev.sprite.image;

/**
 * The identity hash in an object's header. Where its bits lie differs between JDKs and is found by trying it out.
 *
 * <p>Only neutral headers are ever changed: those of objects that are neither locked, nor inflated, nor biased.
 */
public final class MarkWord {
    /** The largest hash; 0 stands for none. */
    public static final int MAX_HASH = 0x7fffffff;

    /** Marks a {@linkplain SpriteShells shell}. Collectors keep it with the hash; a header without one they make anew. */
    private static final long SHELL = SpriteShells.MARK;

    private static final int SHIFT = probe();
    private static final long FIELD = (long) MAX_HASH << SHIFT;

    /** Whether the mark of a shell may have stayed in some header, which was in use when the content came. */
    private static volatile boolean leavesMarks;

    private MarkWord() {}

    /** The header of {@code object} as it is now. */
    public static long of(Object object) {
        return Raw.UNSAFE.getLong(object, 0L);
    }

    /** Whether the hash in {@code mark} is the object's. */
    public static boolean isNeutral(long mark) {
        return (mark & 7) == 1;
    }

    /** The hash in a neutral header; 0 if the object has none yet. */
    public static int hash(long mark) {
        return (int) (mark >>> SHIFT) & MAX_HASH;
    }

    /** Puts {@code hash} in place of the one in {@code mark}, unless the header has changed in the meantime. */
    public static boolean replace(Object object, long mark, int hash) {
        return Raw.UNSAFE.compareAndSetLong(object, 0L, mark, mark & ~FIELD | (long) hash << SHIFT);
    }

    /**
     * Makes {@code hash} the identity hash of {@code object}.
     *
     * @return whether it is now; {@code false} if the object has another one already
     */
    public static boolean install(Object object, int hash) {
        for (;;) {
            long mark = of(object);
            if (isAnonymouslyBiased(mark)) {
                if (Raw.UNSAFE.compareAndSetLong(object, 0L, mark, mark & ~FIELD & ~4L | (long) hash << SHIFT)) {
                    return true;
                }
                continue;
            }
            if (!isNeutral(mark) || hash(mark) != 0) {
                return System.identityHashCode(object) == hash;
            }
            if (replace(object, mark, hash)) {
                return true;
            }
        }
    }

    /**
     * Makes a fresh object a shell, with an identity hash.
     *
     * @return whether it is one now
     */
    public static boolean makeShell(Object object, int hash) {
        long mark = of(object);
        return (isNeutral(mark) || isAnonymouslyBiased(mark)) && hash(mark) == 0
                && Raw.UNSAFE.compareAndSetLong(
                        object, 0L, mark, mark & ~FIELD & ~4L | (long) hash << SHIFT | SHELL);
    }

    /** Takes the mark of a shell away, unless the header is in use; then whoever finds the mark asks in vain. */
    public static void fill(Object shell) {
        for (;;) {
            long mark = of(shell);
            if (!isNeutral(mark)) {
                leavesMarks = true;
                return;
            }
            if ((mark & SHELL) == 0 || Raw.UNSAFE.compareAndSetLong(shell, 0L, mark, mark & ~SHELL)) {
                return;
            }
        }
    }

    /** Whether objects may have marks that mean nothing any more. */
    public static boolean leavesMarks() {
        return leavesMarks;
    }

    /** Whether {@code mark} has the mark of a shell. */
    public static boolean isMarked(long mark) {
        return (mark & SHELL) != 0;
    }

    /**
     * Gives an object the mark of a shell beside the hash that it has.
     *
     * @return whether it has it now; not if its header does not have {@code hash}, or is in use
     */
    public static boolean mark(Object object, int hash) {
        long mark = of(object);
        return isNeutral(mark) && hash(mark) == hash && Raw.UNSAFE.compareAndSetLong(object, 0L, mark, mark | SHELL);
    }

    /** Whether this JVM has a bit in its headers for the mark of a shell, and leaves it alone. */
    public static boolean hasRoomForShells() {
        Object object = new Object();
        if ((of(object) & SHELL) != 0 || (FIELD & SHELL) != 0 || !makeShell(object, MAX_HASH)) {
            return false;
        }
        synchronized (object) {
            if (System.identityHashCode(object) != MAX_HASH) {
                return false;
            }
        }
        return (of(object) & SHELL) != 0 && System.identityHashCode(object) == MAX_HASH;
    }

    /** What fresh objects look like under {@code -XX:+UseBiasedLocking}, which JDK 17 still has. */
    private static boolean isAnonymouslyBiased(long mark) {
        return (mark & 7) == 5 && mark >>> 10 == 0;
    }

    private static int probe() {
        Object first = new Object();
        Object second = new Object();
        long before1 = of(first);
        long before2 = of(second);
        int hash1 = System.identityHashCode(first);
        int hash2 = System.identityHashCode(second);
        for (int shift = 3; shift <= 32; shift++) {
            long field = (long) MAX_HASH << shift;
            if ((before1 & field) == 0 && (of(first) & field) == (long) hash1 << shift
                    && (before2 & field) == 0 && (of(second) & field) == (long) hash2 << shift) {
                return shift;
            }
        }
        throw new IllegalStateException("cannot find the identity hash in this JVM's object headers");
    }
}
