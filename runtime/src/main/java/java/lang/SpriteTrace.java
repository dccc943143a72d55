package java.lang;

import java.lang.ref.WeakReference;

/**
 * An exception of which the JVM alone knows the stack trace. It forgets the lines of those classes that are redefined
 * before anybody has asked for them; so whoever redefines classes asks first. Noted under rehearsal only.
 */
public final class SpriteTrace extends WeakReference<Throwable> {
    private static final int ENOUGH = 4096;

    private static SpriteTrace newest;
    private static int count;
    private static int limit = ENOUGH;

    private SpriteTrace older;

    private SpriteTrace(Throwable thrown) {
        super(thrown);
    }

    /** Called when the JVM has filled in a stack trace. */
    static void filledIn(Throwable thrown) {
        SpriteTrace added = new SpriteTrace(thrown);
        synchronized (SpriteTrace.class) {
            added.older = newest;
            newest = added;
            if (++count > limit) {
                prune();
            }
        }
    }

    private static void prune() {
        SpriteTrace left = null;
        count = 0;
        for (SpriteTrace each = newest; each != null;) {
            SpriteTrace next = each.older;
            if (!each.refersTo(null)) {
                each.older = left;
                left = each;
                count++;
            }
            each = next;
        }
        newest = left;
        limit = Math.max(ENOUGH, 2 * count);
    }

    /** The exceptions still alive that have been noted since this was last called. */
    public static Throwable[] take() {
        SpriteTrace taken;
        Throwable[] alive;
        synchronized (SpriteTrace.class) {
            taken = newest;
            alive = new Throwable[count];
            newest = null;
            count = 0;
        }
        for (int i = 0; taken != null; taken = taken.older) {
            alive[i++] = taken.get();
        }
        return alive;
    }
}
