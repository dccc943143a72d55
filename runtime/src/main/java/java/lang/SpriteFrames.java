package java.lang;

import java.util.Arrays;
import jdk.internal.misc.Unsafe;

/**
 * The recorded frames of one thread, flat: frame {@code i} (0 is the deepest, the last one the thread's first) owns
 * {@code prims[primEnd[i-1] .. primEnd[i])} and {@code refs[refEnd[i-1] .. refEnd[i])}, in the order in which its
 * site's shape lists the values. Primitives are kept as raw 64-bit values. An instance method's receiver is the last
 * of its references; if the method may have let go of it, the receiver's class is.
 */
public final class SpriteFrames {
    /** Number of frames. */
    public int depth;
    /** Whether the deepest frame is of a synchronized method whose monitor the thread did not have before it stopped. */
    public boolean entering;
    /** Whether they have been read from a stack that stays as it is: where they come from, the thread goes on with that. */
    public boolean stays;
    /** Whether the thread is parked and holds no monitor: nobody depends on when it is resumed, as long as it is. */
    public boolean parked;
    /** Whether the thread was interrupted when it stopped, or has been since. */
    public boolean interrupted;
    /** The class whose code frame {@code i} runs. */
    public Class<?>[] owner = {};
    /** Name and descriptor, run together. */
    public String[] method = {};
    /** The safe point of frame {@code i}, counted within its class. */
    public int[] site = {};

    public int[] primEnd = new int[64];
    public int[] refEnd = new int[64];
    public long[] prims = new long[256];
    public Object[] refs = new Object[256];
    private int primCount;
    private int refCount;
    /** The frames that were at their call of {@code super(...)} or {@code this(...)}; null if none is known to be. */
    private boolean[] callsSuper;

    void add(long value) {
        if (primCount == prims.length) {
            prims = Arrays.copyOf(prims, primCount * 2);
        }
        prims[primCount++] = value;
    }

    void add(Object value) {
        if (refCount == refs.length) {
            refs = Arrays.copyOf(refs, refCount * 2);
        }
        refs[refCount++] = value;
    }

    /** The values added since the last frame are those of the next. */
    void end() {
        if (depth == primEnd.length) {
            primEnd = Arrays.copyOf(primEnd, depth * 2);
            refEnd = Arrays.copyOf(refEnd, depth * 2);
        }
        primEnd[depth] = primCount;
        refEnd[depth] = refCount;
        depth++;
    }

    /** Says that no frame will be added: lets go of the room for more. */
    public void trim() {
        primEnd = Arrays.copyOf(primEnd, depth);
        refEnd = Arrays.copyOf(refEnd, depth);
        prims = Arrays.copyOf(prims, primCount);
        refs = Arrays.copyOf(refs, refCount);
    }

    /** Whether these are known to run the same code at the same places as {@code other}. */
    public boolean sharesCode(SpriteFrames other) {
        return other != null && owner == other.owner && method == other.method && site == other.site;
    }

    int primStart(int frame) {
        return frame == 0 ? 0 : primEnd[frame - 1];
    }

    int refStart(int frame) {
        return frame == 0 ? 0 : refEnd[frame - 1];
    }

    /** What a frame's method is to be called on once more; a stand-in if the method may have let go of its receiver. */
    Object receiver(int frame) {
        Object receiver = refs[refEnd[frame] - 1];
        if (!(receiver instanceof Class) || owner[frame].isInstance(receiver)) {
            return receiver;
        }
        try {
            return Unsafe.getUnsafe().allocateInstance((Class<?>) receiver);
        } catch (InstantiationException e) {
            throw new IllegalStateException(e);
        }
    }

    void setCallsSuper(int frame) {
        if (callsSuper == null) {
            callsSuper = new boolean[depth];
        }
        callsSuper[frame] = true;
    }

    boolean callsSuper(int frame) {
        return callsSuper != null && callsSuper[frame];
    }

    /**
     * Class name, method name and descriptor: what {@link SpriteResume#enter} is asked with. Of a hidden class the name
     * that its class file has.
     */
    public static String key(String className, String method) {
        int suffix = className.indexOf('/');
        return (suffix < 0 ? className : className.substring(0, suffix)).concat(".").concat(method);
    }
}
