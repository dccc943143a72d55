package java.lang;

import jdk.internal.vm.annotation.Hidden;

/** Connects instrumented code to the agent. */
public final class SpriteRuntime {
    private static final String STRING_OF =
            SpriteFrames.key("java.lang.SpriteRuntime", "stringOf(Ljava/lang/Object;)Ljava/lang/String;");

    private static volatile SpriteAgent agent;

    private SpriteRuntime() {}

    /** Sets the agent; the one call that is made before any instrumented code runs. */
    public static void attach(SpriteAgent agent) {
        SpriteRuntime.agent = agent;
    }

    @SuppressWarnings("removal") // as long as there are JDKs that have them
    static SpriteAgent agent() {
        SpriteAgent agent = SpriteRuntime.agent;
        return System.getSecurityManager() == null || agent == null ? agent : agent.privileged();
    }

    /** The slow path of an armed poll. */
    @Hidden
    public static void safePoint() {
        safePoint(null);
    }

    /** The slow path of an armed poll behind the entry of a monitor, which is given up as if it had not been entered. */
    @Hidden
    public static void safePoint(Object monitor) {
        SpriteUnwind unwind;
        try {
            unwind = agent().safePoint();
        } catch (StackOverflowError e) {
            return; // the program is about to meet it by itself
        }
        if (unwind == SpriteUnwind.PINNED) {
            SpriteAside.stand(monitor);
        } else if (unwind != null) {
            unwind.leave();
        }
    }

    /**
     * {@link String#valueOf(Object)} as a frame of ours, so that a {@code toString} beneath a string concatenation can
     * be captured. Nothing of the frame lives across the call, so its record is empty.
     */
    @Hidden
    public static String stringOf(Object value) {
        SpriteResume resume = SpriteResume.active() ? SpriteResume.enter(STRING_OF) : null;
        Object receiver = resume == null ? value : resume.receiver();
        if (receiver == null) {
            return "null";
        }
        String text;
        try {
            text = receiver.toString();
        } catch (Throwable thrown) {
            if (thrown instanceof SpriteUnwind unwind) {
                unwind.frame();
            }
            throw SpriteUnwind.<RuntimeException>sneak(thrown);
        }
        return text == null ? "null" : text;
    }
}
