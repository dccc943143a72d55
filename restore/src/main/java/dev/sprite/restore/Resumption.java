package dev.sprite.restore;

import dev.sprite.image.ThreadImage;
import dev.sprite.instrumentation.ResumeRequests;
import dev.sprite.instrumentation.RuntimeSwitches;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes recorded frames resumable in this JVM: at the target, or at the source after a rollback. */
public final class Resumption {
    private static final Comparator<Thread> BY_TURN = Comparator.comparingInt(SpriteResume::turn);

    private final Instrumentation instrumentation;
    private final ResumeRequests requests;
    private final RuntimeSwitches switches;

    public Resumption(Instrumentation instrumentation, ResumeRequests requests, RuntimeSwitches switches) {
        this.instrumentation = instrumentation;
        this.requests = requests;
        this.switches = switches;
    }

    /**
     * Gives the methods of the frames their resume code. No application frame of their classes may be active: such a
     * frame would stay in the interpreter for good.
     *
     * @throws IllegalStateException if that cannot be done; the frames must not be resumed then
     */
    public void install(SpriteFrames frames) {
        Set<Class<?>> changed = new LinkedHashSet<>();
        for (int i = 0; i < frames.depth; i++) {
            Class<?> owner = frames.owner[i];
            if (!resumesByItself(owner) && requests.add(owner, frames.method[i], frames.site[i])) {
                changed.add(owner);
            }
        }
        if (!changed.isEmpty() && !retransform(changed)) {
            changed.forEach(requests::preferJoining);
            if (!retransform(changed)) {
                throw new IllegalStateException("the JVM takes no resume code for one of " + changed);
            }
        }
        for (int i = 0; i < frames.depth; i++) {
            Class<?> owner = frames.owner[i];
            if (!resumesByItself(owner) && !requests.isGranted(owner, frames.method[i], frames.site[i])) {
                throw new IllegalStateException("no resume code for " + owner.getName() + '.' + frames.method[i]);
            }
        }
        switches.resuming(true);
    }

    /** Returns whether the JVM has verified and taken the resume code. */
    private boolean retransform(Set<Class<?>> classes) {
        try {
            instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
            return true;
        } catch (UnmodifiableClassException | LinkageError e) {
            return false;
        }
    }

    /** Frames of the runtime know how to resume; a hidden class has resume code from the first. */
    private static boolean resumesByItself(Class<?> owner) {
        return owner == SpriteBlocking.class || owner == SpriteMonitor.class || owner == SpriteRuntime.class
                || owner.isHidden();
    }

    /** From now on the threads resume their frames when they enter the first of them, and then go on together. */
    public void begin(List<ThreadImage> threads) {
        Thread[] all = new Thread[threads.size()];
        SpriteFrames[] frames = new SpriteFrames[threads.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = threads.get(i).thread();
            frames[i] = threads.get(i).frames();
        }
        SpriteResume.begin(all, frames);
    }

    /** The threads in the order in which they are to begin, each after {@link SpriteResume#awaitTurn}. */
    public static List<Thread> inTurn(List<ThreadImage> threads) {
        List<Thread> inTurn = new ArrayList<>(threads.size());
        for (ThreadImage thread : threads) {
            inTurn.add(thread.thread());
        }
        inTurn.sort(BY_TURN);
        return inTurn;
    }

    /** From now on {@code thread} resumes the frames when it enters the first of them, and goes on by itself. */
    public void begin(Thread thread, SpriteFrames frames) {
        SpriteResume.begin(new Thread[] {thread}, new SpriteFrames[] {frames});
    }

    /**
     * To be called some time after threads have been resumed: makes method entries free of checks again.
     *
     * @return false if there are threads left that have not been resumed
     */
    public boolean done() {
        if (!SpriteResume.pending()) {
            switches.resuming(false);
            return true;
        }
        return false;
    }
}
