package dev.sprite.capture;

import dev.sprite.image.Raw;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Makes exceptions independent of the JVM's own record of their stack, which cannot leave it. */
final class StackTraces {
    private static final MethodHandle SETTLE = handle();
    private static final MethodHandle MESSAGE = messageHandle();

    private StackTraces() {}

    /**
     * Turns what {@code thrown} remembers of its stack into plain elements, as its first reader would; and the message
     * that the JVM makes of that, which says what was null.
     */
    static void settle(Throwable thrown) {
        try {
            if (thrown instanceof NullPointerException ofJvm) {
                String ignored = (String) MESSAGE.invokeExact(ofJvm);
            }
            StackTraceElement[] ignored = (StackTraceElement[]) SETTLE.invokeExact(thrown);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@link #settle(Throwable)} for all exceptions that have been noted and are alive: classes are about to change. */
    static void settleNoted() {
        for (Throwable noted : SpriteTrace.take()) {
            if (noted != null) {
                settle(noted);
            }
        }
    }

    /** The JVM's message, whatever a subclass says. */
    private static MethodHandle messageHandle() {
        try {
            return MethodHandles.privateLookupIn(NullPointerException.class, Raw.TRUSTED).findSpecial(
                    NullPointerException.class, "getMessage", MethodType.methodType(String.class),
                    NullPointerException.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle handle() {
        try {
            return Raw.TRUSTED.findVirtual(Throwable.class, "getOurStackTrace",
                    MethodType.methodType(StackTraceElement[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
