package dev.sprite.capture;

import dev.sprite.image.ThreadFields;

/**
 * How much stack threads have.
 *
 * @param main the program's first thread
 * @param mainBytes what it has
 * @param bytes what threads have for which no size was asked
 */
public record StackSizes(Thread main, long mainBytes, long bytes) {
    /** Resumed frames run in the interpreter at first, where they are larger than compiled ones. */
    private static final int FACTOR = 8;

    /** What a thread is to get that will resume frames in a JVM of its own: more than it had asked for. */
    public long forResumed(Thread thread) {
        return Math.max(ThreadFields.stackSize(thread), bytes * FACTOR);
    }

    long of(Thread thread) {
        if (thread == main) {
            return mainBytes;
        }
        long asked = ThreadFields.stackSize(thread);
        return asked == 0 ? bytes : asked;
    }
}
