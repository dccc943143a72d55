package dev.sprite.capture;

import dev.sprite.image.Blocker;

/** One thread of the program on its way to rest. Guarded by the {@link Cut}, but for what is said of it. */
final class ThreadStop {
    /** How long a pinned thread runs on before its stack is looked at again. */
    private static final long RETRY_NANOS = 1_000_000;

    /** How far the thread has come. */
    enum State {
        RUNNING,
        /** At a safe point, its stack proven, waiting whether to unwind. */
        STOPPED,
        /** Unwound, unless its stack must stay: at rest, with its frames recorded. */
        UNWOUND,
        /** Waiting as it was, with its frames recorded before. */
        RECORDED,
        /** It was found that its stack cannot be captured when others had been unwound: it stands aside. */
        PINNED
    }

    final Thread thread;
    State state = State.RUNNING;
    /** Whether it waits for another thread, in the runtime. */
    volatile boolean waits;
    /** Whether it has been at a safe point since this was last cleared, and was let through. */
    volatile boolean passed;
    SpriteFrames frames;
    /** Null unless it is in a wait, and has been since before the freeze. */
    SpriteRest rest;
    volatile Blocker blocker;
    /** The stack as it is when the thread is stopped. */
    private StackProof proof;
    /** Used by the thread alone. */
    private boolean asked;
    private long nextProof;

    ThreadStop(Thread thread) {
        this.thread = thread;
        nextProof = System.nanoTime();
    }

    /**
     * Begins to look at the calling thread; false if that is being done already, or was a moment ago.
     *
     * @param atOnce whether it is done even if it was a moment ago
     */
    boolean ask(boolean atOnce) {
        if (asked) {
            return false;
        }
        if (!atOnce && System.nanoTime() - nextProof < 0) {
            passed = true;
            if (!waits) {
                return false;
            }
        }
        asked = true;
        return true;
    }

    void asked() {
        asked = false;
    }

    /** The thread is to run on for now. */
    void pinned(Blocker by) {
        blocker = by;
        postpone();
    }

    void postpone() {
        nextProof = System.nanoTime() + RETRY_NANOS;
    }

    void prove(StackProof walked) {
        proof = walked;
    }

    /** Whether the stack of the thread, which stands, is to stay as it is. */
    boolean stays() {
        return state == State.STOPPED && proof.initialiser() != null;
    }

    /** The thread has been unwound, or its stack read. */
    void record(SpriteUnwind unwind) {
        frames = unwind.frames;
        proof.describe(frames);
        frames.interrupted = Thread.interrupted();
        frames.trim();
        proof = null;
    }
}
