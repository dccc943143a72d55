package java.lang;

import jdk.internal.vm.annotation.Hidden;

/** Connects instrumented code to the agent. */
public final class SpriteRuntime {
    private static volatile SpriteAgent agent;

    private SpriteRuntime() {}

    /** Sets the agent; the one call that is made before any instrumented code runs. */
    public static void attach(SpriteAgent agent) {
        SpriteRuntime.agent = agent;
    }

    static SpriteAgent agent() {
        return agent;
    }

    /** The slow path of an armed poll. */
    @Hidden
    public static void safePoint() {
        SpriteUnwind unwind = agent.safePoint();
        if (unwind != null) {
            throw SpriteUnwind.<RuntimeException>sneak(unwind);
        }
    }

    /**
     * {@link String#valueOf(Object)} as a frame of ours, so that a {@code toString} beneath a string concatenation can
     * be captured.
     */
    @Hidden
    public static String stringOf(Object value) {
        if (value == null) {
            return "null";
        }
        String text = value.toString();
        return text == null ? "null" : text;
    }
}
