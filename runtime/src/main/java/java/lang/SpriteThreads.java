package java.lang;

import jdk.internal.vm.annotation.Hidden;

/**
 * The frame beneath a thread's {@code run}, for all threads but main: where a wholly unwound thread comes to rest, and
 * from where it is resumed. The JVM hands what a thread's {@code run} has thrown to
 * {@code Thread.dispatchUncaughtException}, which is made to ask here first.
 */
public final class SpriteThreads {
    private SpriteThreads() {}

    /** The JVM's own threads' group, where a program that counts its threads does not see ours. */
    public static ThreadGroup systemGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /**
     * Lets an unwound thread run again for as long as it keeps being unwound.
     *
     * @param thrown by the thread's {@code run}
     * @return what its {@code run} has thrown in the end; null if nothing
     */
    @Hidden
    static Throwable uncaught(Thread thread, Throwable thrown) {
        Throwable last = thrown;
        while (last instanceof SpriteUnwind unwind) {
            last = null;
            SpriteRuntime.agent().unwound(unwind);
            SpriteResume.awaitTurn(thread);
            try {
                if (SpriteVirtual.contain(thread)) {
                    SpriteVirtual.task(thread).run();
                } else {
                    thread.run();
                }
            } catch (Throwable next) {
                last = next;
            }
        }
        return last;
    }

    /**
     * Called before a thread is asked whether it is alive: one that was parked where the program came from is, though it
     * may not have been started here.
     *
     * @param asked does not matter unless it is a thread
     */
    @Hidden
    public static void awaitStart(Object asked) {
        if (SpriteResume.active() && asked instanceof Thread thread) {
            SpriteLate.awaitStart(thread);
        }
    }

    /**
     * Called before something is done to a thread that may have it go on: it is started at once if it has not been here.
     *
     * @param thread a thread, or null
     */
    @Hidden
    public static void hurry(Object thread) {
        if (SpriteResume.active()) {
            SpriteLate.hurry((Thread) thread);
        }
    }

    /** Called before the JVM is asked for all threads, or for what they do. */
    @Hidden
    public static void awaitStarts() {
        if (SpriteResume.active()) {
            SpriteLate.awaitAll();
        }
    }

    /** First thing in a constructor that wraps what a reflective call has thrown: an unwinding is not wrapped. */
    @Hidden
    public static void pass(Throwable thrown) {
        if (thrown instanceof SpriteUnwind) {
            throw SpriteUnwind.<RuntimeException>sneak(thrown);
        }
    }
}
