package java.lang;

import jdk.internal.vm.annotation.Hidden;

/**
 * Unwinds a thread and records its frames on the way: the first handler of every capturable call site catches it, says
 * {@link #frame()}, adds its live values and throws it on. Stackless; never seen by the program.
 */
public final class SpriteUnwind extends Throwable {
    private static final long serialVersionUID = 1L;

    /** In place of an unwinding: the thread cannot be unwound, and is to stand aside until the others are back. */
    public static final SpriteUnwind PINNED = new SpriteUnwind(new SpriteLocals[0], false);

    public final transient SpriteFrames frames = new SpriteFrames();

    private final transient SpriteLocals[] read;

    /**
     * @param read the values of those frames that have no handler; null for each of the others
     * @param stays whether the stack is to stay as it is, and all frames but one of the runtime have been read
     */
    public SpriteUnwind(SpriteLocals[] read, boolean stays) {
        super(null, null, false, false);
        this.read = read;
        frames.stays = stays;
    }

    /**
     * Unwinds the calling thread, whose frame of the runtime, if it has one, is recorded. Where the stack is to stay, has
     * it rest here instead, and returns when it is to go on.
     */
    @Hidden
    void leave() {
        if (!frames.stays) {
            throw SpriteUnwind.<RuntimeException>sneak(this);
        }
        addRead();
        SpriteRuntime.agent().unwound(this);
        SpriteResume.stay();
    }

    /** Ends the record of the frame that called. Those that have no handler and lie beneath it come next. */
    @Hidden
    public SpriteUnwind frame() {
        frames.end();
        addRead();
        return this;
    }

    private void addRead() {
        while (frames.depth < read.length && read[frames.depth] != null) {
            read[frames.depth].addTo(frames);
        }
    }

    @Hidden
    public SpriteUnwind i(int value) {
        frames.add(value);
        return this;
    }

    @Hidden
    public SpriteUnwind i(int first, int second) {
        return i(first).i(second);
    }

    @Hidden
    public SpriteUnwind i(int first, int second, int third) {
        return i(first).i(second).i(third);
    }

    @Hidden
    public SpriteUnwind i(int first, int second, int third, int fourth) {
        return i(first).i(second).i(third).i(fourth);
    }

    @Hidden
    public SpriteUnwind j(long value) {
        frames.add(value);
        return this;
    }

    @Hidden
    public SpriteUnwind f(float value) {
        frames.add(Float.floatToRawIntBits(value));
        return this;
    }

    @Hidden
    public SpriteUnwind d(double value) {
        frames.add(Double.doubleToRawLongBits(value));
        return this;
    }

    @Hidden
    public SpriteUnwind a(Object value) {
        frames.add(value);
        return this;
    }

    @Hidden
    public SpriteUnwind a(Object first, Object second) {
        return a(first).a(second);
    }

    @Hidden
    public SpriteUnwind a(Object first, Object second, Object third) {
        return a(first).a(second).a(third);
    }

    @Hidden
    public SpriteUnwind a(Object first, Object second, Object third, Object fourth) {
        return a(first).a(second).a(third).a(fourth);
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> T sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
