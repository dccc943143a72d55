package dev.sprite.capture;

/** Tells where frames have their values, for those that are read from the stack. */
public interface FrameShapes {
    /**
     * The values that a record of a frame holds.
     *
     * @param owner the class whose code the frame runs
     * @param method name and descriptor, run together
     * @param site the safe point at which it stands
     * @return for each value a letter for its kind and a character for its local; null if that cannot be told
     */
    String of(Class<?> owner, String method, int site);
}
