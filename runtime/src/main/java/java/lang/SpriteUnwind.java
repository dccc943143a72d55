package java.lang;

import jdk.internal.vm.annotation.Hidden;

/**
 * Unwinds a thread and records its frames on the way: the first handler of every capturable call site catches it, says
 * {@link #frame()}, adds its live values and throws it on. Stackless; never seen by the program.
 */
public final class SpriteUnwind extends Throwable {
    private static final long serialVersionUID = 1L;

    public final transient SpriteFrames frames = new SpriteFrames();

    public SpriteUnwind() {
        super(null, null, false, false);
    }

    /** Begins the record of the frame that called. */
    @Hidden
    public SpriteUnwind frame() {
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
