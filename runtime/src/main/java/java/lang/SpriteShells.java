package java.lang;

import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.ForceInline;
import jdk.internal.vm.annotation.Hidden;

/**
 * Objects whose content has not arrived. A shell has a mark in its header, in a bit that neither JDK uses, which is
 * taken away when its content is there. While an object is locked its header may be elsewhere; then it is asked for.
 */
public final class SpriteShells {
    /** The bit of a header that marks a shell. */
    public static final long MARK = 1 << 7;
    /** The bits by which an object is known to be neither a shell nor locked, and what they are then. */
    private static final long BITS = MARK | 3;
    private static final long FILLED = 1;

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private static volatile Pager pager;

    private SpriteShells() {}

    /** Fetches what is missing. */
    public abstract static class Pager {
        /** Returns when the content of {@code object} is there: at once if it is, or if it has not been a shell. */
        public abstract void fault(Object object);
    }

    /** From now on faults are served by {@code newPager}. */
    public static void attach(Pager newPager) {
        pager = newPager;
    }

    /** {@link SpriteFault#touch} while shells are about. */
    @ForceInline
    @Hidden
    public static void touch(Object object) {
        if (object != null && (UNSAFE.getLongAcquire(object, 0L) & BITS) != FILLED) {
            fault(object);
        }
    }

    /** {@link SpriteFault#loaded} while shells are about: an object of the program may stay a shell. */
    @ForceInline
    @Hidden
    public static void loaded(Object object) {
        if (object != null && (UNSAFE.getLongAcquire(object, 0L) & BITS) != FILLED
                && (object.getClass().isArray() || object.getClass().getClassLoader() == null)) {
            fault(object);
        }
    }

    /** {@link SpriteFault#loadedAll} while shells are about. */
    @Hidden
    public static void loadedAll(Object[] objects) {
        for (int i = 0; i < objects.length; i++) {
            loaded(objects[i]);
        }
    }

    @Hidden
    private static void fault(Object object) {
        Pager serving = pager;
        if (serving != null) {
            serving.fault(object);
        }
    }
}
