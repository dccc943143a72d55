package dev.sprite.capture;

import dev.sprite.image.Raw;
import java.lang.StackWalker.StackFrame;

/** Tells the descriptors of frames' methods without loading the classes they name, which newer JDKs do to tell them. */
final class FrameDescriptors {
    private static final Class<?> FRAME = frameClass();
    /** Of a field that holds the descriptor as the JVM has told it; -1 where the JDK hands out just that. */
    private static final long TYPE = Raw.hasField(FRAME, "type") ? Raw.offset(FRAME, "type") : -1;

    private FrameDescriptors() {}

    static String of(StackFrame frame) {
        if (TYPE >= 0) {
            frame.getMethodName(); // has the JVM tell the descriptor, too
            if (Raw.UNSAFE.getReference(frame, TYPE) instanceof String descriptor) {
                return descriptor;
            }
        }
        return frame.getDescriptor();
    }

    private static Class<?> frameClass() {
        try {
            return Class.forName("java.lang.StackFrameInfo", false, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this JDK walks stacks in another way", e);
        }
    }
}
