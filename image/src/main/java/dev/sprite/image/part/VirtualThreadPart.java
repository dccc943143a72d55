package dev.sprite.image.part;

import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Layout;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import dev.sprite.image.VirtualThreads;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Executor;

/**
 * What a scheduler runs for a virtual thread, and how it stands with it. One that has begun and has not ended is made to
 * begin once more: what it was doing is in its frames.
 */
final class VirtualThreadPart implements NativePart {
    private static final String TYPE = "java.lang.VirtualThread";
    /** States of a thread. */
    private static final int NEW = 0;
    private static final int STARTED = 1;
    private static final int ENDED = 99;

    @Override
    public boolean isOf(Class<?> type) {
        return type.getName().equals(TYPE);
    }

    @Override
    public void write(Object thread, ImageWriter out) {
        if (Raw.UNSAFE.getReference(thread, Fields.SCHEDULER) != VirtualThreads.scheduler()) {
            throw new Refusal("a virtual thread with a scheduler of its own is not moved");
        }
    }

    @Override
    public void read(Object thread, ImageReader in) {
        Object run = Handles.blank(Fields.RUN_TYPE);
        Raw.UNSAFE.putReference(run, Fields.RUN_THREAD, thread);
        Raw.UNSAFE.putReference(thread, Fields.RUN, run);
        int state = Raw.UNSAFE.getInt(thread, Fields.STATE);
        if (state != NEW && state != ENDED) {
            Raw.UNSAFE.putIntVolatile(thread, Fields.STATE, STARTED);
            if (Raw.UNSAFE.getReference(thread, Fields.CONTAINER) == Fields.ROOT) {
                VirtualThreads.addSingle((Thread) thread);
            }
        }
    }

    /** Found when there is a virtual thread. */
    private static final class Fields {
        private static final Class<?> THREAD = Handles.type(TYPE);
        static final long STATE = Raw.offset(THREAD, "state");
        static final long SCHEDULER = Raw.offset(THREAD, "scheduler");
        static final long RUN = Raw.offset(THREAD, "runContinuation");
        static final long CONTAINER = Raw.offset(Thread.class, "container");
        static final Object ROOT = Raw.get(Raw.staticField(Handles.type("jdk.internal.vm.ThreadContainers"),
                "ROOT_CONTAINER"));
        /** The JDK's lambda, and where it keeps the thread. */
        static final Class<?> RUN_TYPE;
        static final long RUN_THREAD;

        static {
            MethodHandle create =
                    Handles.constructor(THREAD, Executor.class, String.class, int.class, Runnable.class);
            Object never = Handles.invoke(create, VirtualThreads.scheduler(), null, 0, new Thread());
            RUN_TYPE = Raw.UNSAFE.getReference(never, RUN).getClass();
            RUN_THREAD = Layout.ofInstance(RUN_TYPE).referenceOffset(0);
        }
    }
}
