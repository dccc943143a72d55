package dev.sprite.restore;

import dev.sprite.image.ThreadImage;
import dev.sprite.instrumentation.ResumeRequests;
import dev.sprite.instrumentation.RuntimeSwitches;
import dev.sprite.instrumentation.SiteRegistry;
import java.lang.instrument.Instrumentation;
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
    private final SiteRegistry sites;
    private final RuntimeSwitches switches;

    public Resumption(
            Instrumentation instrumentation, ResumeRequests requests, SiteRegistry sites, RuntimeSwitches switches) {
        this.instrumentation = instrumentation;
        this.requests = requests;
        this.sites = sites;
        this.switches = switches;
    }

    /**
     * Gives the methods of frames their resume code. No application frame of their classes may go on running: it would
     * stay in the interpreter for good.
     *
     * @param all whatever is to be resumed in this JVM: resume code that others have needed may be dropped
     * @throws IllegalStateException if that cannot be done; the frames must not be resumed then
     */
    public void install(List<SpriteFrames> all) {
        Class<?> refused = install(all, true);
        if (refused != null) {
            throw new IllegalStateException("the JVM takes no resume code for " + refused);
        }
    }

    /**
     * Tries to give the methods of frames their resume code.
     *
     * @param isAll whether others may lose theirs, for want of room
     * @return the class that takes none, so that the frames must not be resumed; null if all do
     */
    public Class<?> install(List<SpriteFrames> frames, boolean isAll) {
        Set<Class<?>> changed = wanting(frames);
        ClassChanges changes = new ClassChanges(instrumentation, requests, sites, changed);
        request(frames, changed);
        if (!changed.isEmpty() && !(changes.make(changed) && wanting(frames).isEmpty())) {
            for (Class<?> type : changed) {
                if (!makeAlone(changes, type, frames, isAll)) {
                    changes.undo();
                    return type;
                }
            }
        }
        switches.resuming(true);
        return null;
    }

    private boolean makeAlone(ClassChanges changes, Class<?> type, List<SpriteFrames> frames, boolean isAll) {
        if (isMade(changes, type, frames)) {
            return true;
        }
        requests.simplify(type);
        if (isMade(changes, type, frames)) {
            return true;
        }
        if (isAll) {
            requests.forget(type); // what has been asked for before may be too much for one method
            request(frames, Set.of(type));
        }
        return isAll && isMade(changes, type, frames);
    }

    private boolean isMade(ClassChanges changes, Class<?> type, List<SpriteFrames> frames) {
        return changes.make(Set.of(type)) && !wanting(frames).contains(type);
    }

    private void request(List<SpriteFrames> frames, Set<Class<?>> classes) {
        for (SpriteFrames each : frames) {
            for (int i = 0; i < each.owner.length; i++) {
                if (classes.contains(each.owner[i])) {
                    requests.add(each.owner[i], each.method[i], each.site[i]);
                }
            }
        }
    }

    /** The classes of the frames that have no resume code for them as yet; those that have keep it. */
    public Set<Class<?>> wanting(List<SpriteFrames> frames) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        SpriteFrames last = null;
        for (SpriteFrames each : frames) {
            int count = each.sharesCode(last) ? 0 : each.owner.length;
            last = each;
            for (int i = 0; i < count; i++) {
                Class<?> owner = each.owner[i];
                if (!resumesByItself(owner) && !requests.keeps(owner, each.method[i], each.site[i])) {
                    classes.add(owner);
                }
            }
        }
        return classes;
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
