package dev.sprite.image;

/**
 * One thing that keeps a process from moving now.
 *
 * @param thread the thread it belongs to, or {@code null}
 * @param frame the stack frame it belongs to, or {@code null}
 * @param object the object, as its class or as the path that leads to it from a root, or {@code null}
 * @param why one clear sentence
 */
public record Blocker(String thread, String frame, String object, String why) {
    /** Something in the heap. */
    public static Blocker object(String object, String why) {
        return new Blocker(null, null, object, why);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (thread != null) {
            text.append("thread ").append(thread).append(": ");
        }
        if (frame != null) {
            text.append(frame).append(": ");
        }
        if (object != null) {
            text.append(object).append(": ");
        }
        return text.append(why).toString();
    }
}
