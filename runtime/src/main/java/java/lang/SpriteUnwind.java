package java.lang;

import jdk.internal.vm.annotation.Hidden;

/**
 * Unwinds a thread and records its frames on the way: the first handler of every capturable call site catches it, says
 * {@link #frame()}, adds its live values and throws it on. Stackless; never seen by the program.
 */
public final class SpriteUnwind extends Throwable {
    private static final long serialVersionUID = 1L;

    public final transient SpriteFrames frames = new SpriteFrames();

    private final transient SpriteLocals[] read;

    /** @param read the values of those frames that have no handler; null for each of the others */
    public SpriteUnwind(SpriteLocals[] read) {
        super(null, null, false, false);
        this.read = read;
    }

    /** Begins the record of the frame that called; those that have no handler and were above it come before. */
    @Hidden
    public SpriteUnwind frame() {
        while (read[frames.depth] != null) {
            read[frames.depth].addTo(frames);
        }
        frames.begin();
        return this;
    }

    @Hidden
    public SpriteUnwind i(int value) {
        frames.add(value);
        return this;
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

    @SuppressWarnings("unchecked")
    static <T extends Throwable> T sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
