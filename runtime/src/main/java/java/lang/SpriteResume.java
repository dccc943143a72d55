package java.lang;

import jdk.internal.vm.annotation.ForceInline;
import jdk.internal.vm.annotation.Hidden;

/**
 * Hands recorded frames back to resume code, first frame first.
 *
 * <p>Resume code stands behind {@link #active()}, which is a constant {@code false} but while threads are being
 * resumed. It asks {@link #enter} for the record of the frame it has just begun, takes the values in the order of the
 * site's shape, and makes the interrupted call again with {@link #receiver()} and dummy arguments: the callee's own
 * resume code never looks at them.
 */
public final class SpriteResume {
    private static SpriteResume[] pending = {};
    private static volatile Thread restorer;

    private final Thread thread;
    private final SpriteFrames frames;
    private int frame;
    private int prim;
    private int ref;

    private SpriteResume(Thread thread, SpriteFrames frames) {
        this.thread = thread;
        this.frames = frames;
        this.frame = frames.depth;
    }

    /** {@code false}; the class is redefined to say {@code true} while threads are being resumed. */
    @ForceInline
    @Hidden
    public static boolean active() {
        return false;
    }

    /** From now on {@code thread} is to resume {@code frames} when it enters the first of them. */
    public static synchronized void begin(Thread thread, SpriteFrames frames) {
        SpriteResume[] more = new SpriteResume[pending.length + 1];
        System.arraycopy(pending, 0, more, 0, pending.length);
        more[pending.length] = new SpriteResume(thread, frames);
        pending = more;
    }

    /** Whether any thread has recorded frames left to enter. */
    public static synchronized boolean pending() {
        return pending.length != 0;
    }

    private static synchronized void end(SpriteResume resume) {
        SpriteResume[] fewer = new SpriteResume[pending.length - 1];
        int n = 0;
        for (SpriteResume other : pending) {
            if (other != resume) {
                fewer[n++] = other;
            }
        }
        pending = fewer;
    }

    /**
     * Advances to the calling thread's next frame if it is the one named {@code key}.
     *
     * @return the cursor to take its values from, or {@code null} if this is an ordinary call
     */
    @Hidden
    public static SpriteResume enter(String key) {
        Thread current = Thread.currentThread();
        SpriteResume[] all = pending;
        for (int i = 0; i < all.length; i++) {
            if (all[i].thread == current) {
                return all[i].advance(key) ? all[i] : null;
            }
        }
        return null;
    }

    /** The receiver of the calling thread's first frame, if that is yet to be entered; {@code null} if there is none. */
    static Object firstReceiver() {
        Thread current = Thread.currentThread();
        for (SpriteResume each : pending) {
            SpriteFrames frames = each.frames;
            if (each.thread == current && each.frame == frames.depth) {
                return frames.refs[frames.refStart(frames.depth - 1)];
            }
        }
        return null;
    }

    private boolean advance(String key) {
        int next = frame - 1;
        if (!SpriteFrames.key(frames.owner[next].getName(), frames.method[next]).equals(key)) {
            return false;
        }
        frame = next;
        prim = frames.primStart(next);
        ref = frames.refStart(next);
        if (next == 0) {
            end(this);
            SpriteRuntime.agent().resumed(thread);
        }
        return true;
    }

    /** The site at which the frame stopped. */
    @Hidden
    public int site() {
        return frames.site[frame];
    }

    @Hidden
    public int i() {
        return (int) frames.prims[prim++];
    }

    @Hidden
    public long j() {
        return frames.prims[prim++];
    }

    @Hidden
    public float f() {
        return Float.intBitsToFloat((int) frames.prims[prim++]);
    }

    @Hidden
    public double d() {
        return Double.longBitsToDouble(frames.prims[prim++]);
    }

    @Hidden
    public Object a() {
        Object value = frames.refs[ref];
        frames.refs[ref++] = null;
        return value;
    }

    /** The receiver of the next deeper frame. */
    @Hidden
    public Object receiver() {
        return frames.refs[frames.refStart(frame - 1)];
    }

    /** The thread that initialises classes whose statics come with the image; {@code null} when none does. */
    public static void initialising(Thread thread) {
        restorer = thread;
    }

    /** First thing in an instrumented static initialiser: whether it is to do nothing. */
    @Hidden
    public static boolean skipsInitialiser() {
        return restorer != null && Thread.currentThread() == restorer;
    }
}
