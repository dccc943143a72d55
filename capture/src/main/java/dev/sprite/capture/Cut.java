package dev.sprite.capture;

import dev.sprite.image.Blocker;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ThreadFields;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.VirtualThreads;
import dev.sprite.instrumentation.SiteRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * One attempt to bring all threads of the program to rest at one moment.
 *
 * <p>Each thread that comes to a safe point proves that its stack can be captured, and stands there, as it is. When all
 * do that run, they are unwound, and only then are those woken that wait for others: nobody is left who could notify
 * them. A thread that is blocked at the entry of a monitor gets it when its owner is unwound, and gives it back.
 *
 * <p>Threads that stand hold monitors, which the others may need to get to a safe point: if they take long, all run on
 * for a while. A stack that is found to be pinned when others have been unwound is left as it is, and the others go back.
 */
final class Cut {
    /** How long threads stand while others have not stopped yet, and how long they then run on: doubled each time. */
    private static final long SHORTEST_SLICE_NANOS = 20_000_000;
    private static final long LONGEST_SLICE_NANOS = 640_000_000;

    /** How often it is looked whether a thread has ended that was to be unwound. */
    private static final long SETTLE_MILLIS = 50;

    private enum Phase {
        STOPPING,
        RUNNING_ON,
        UNWINDING,
        OVER
    }

    private final CodePlaces code;
    private final ApplicationThreads threads;
    private final StackSizes stacks;
    private final FrameShapes shapes;
    private final BlockedThreads blockedThreads;
    private final ThreadStops stops = new ThreadStops();
    private final Object lock = new Object();
    private final Gate standing = new Gate();
    private final Gate resting = new Gate();
    private volatile Phase phase = Phase.STOPPING;
    /** Threads that stand. */
    private int stopped;
    /** Threads that are at rest or stand aside, and how many there will be. */
    private int settled;
    private int expected;
    private Blocker pinned;
    private long stoppedAt;
    private long slice = SHORTEST_SLICE_NANOS;

    Cut(SiteRegistry sites, ApplicationThreads threads, StackSizes stacks, FrameShapes shapes) {
        this.shapes = new RememberedShapes(shapes);
        this.code = new CodePlaces(sites);
        this.threads = threads;
        this.stacks = stacks;
        blockedThreads = new BlockedThreads(sites);
        addNewThreads();
    }

    // ---- the program's threads ----------------------------------------------------------------------------------

    /** Returns what the calling thread is to unwind with; null if it is to run on. */
    SpriteUnwind safePoint() {
        ThreadStop stop = stops.of(Thread.currentThread());
        if (stop == null || !stop.ask(phase == Phase.UNWINDING)) {
            return null;
        }
        try {
            long began = System.nanoTime();
            StackProof walked = StackProof.ofCallingThread(code);
            if (walked.blocker() == null && walked.initialiser() != null) {
                walked.readAll(shapes);
            }
            Blocker blocker = walked.blocker() != null ? walked.blocker() : tooDeep(walked);
            if (blocker != null) {
                return pinned(stop, blocker);
            }
            stop.prove(walked);
            if (stop(stop, began)) {
                return new SpriteUnwind(walked.values(), walked.initialiser() != null);
            }
            stop.postpone();
            return null;
        } finally {
            stop.asked();
        }
    }

    /** The thread runs on; if others have been unwound already, not before they are back. */
    private SpriteUnwind pinned(ThreadStop stop, Blocker blocker) {
        synchronized (lock) {
            stop.pinned(blocker);
            if (phase != Phase.UNWINDING) {
                return null;
            }
            stop.state = ThreadStop.State.PINNED;
            pinned = blocker;
            SpriteAside.expect(stop.thread);
            settle();
            return SpriteUnwind.PINNED;
        }
    }

    /** A stack that could not be rebuilt here, should the move fail, is not taken apart. */
    private Blocker tooDeep(StackProof walked) {
        Thread thread = Thread.currentThread();
        if (walked.initialiser() != null || walked.fits(stacks.of(thread))) {
            return null;
        }
        return new Blocker(ThreadFields.nameOf(thread), null, null, "its " + walked.depth() + " frames may take "
                + walked.bytes() / 1024 + " KiB when they are rebuilt, more than its stack has. Start the program with "
                + "a larger -Xss, or try again when its recursion is less deep");
    }

    /** Waits for all the others; returns whether to unwind. */
    private boolean stop(ThreadStop stop, long began) {
        int before;
        synchronized (lock) {
            if (phase != Phase.STOPPING) {
                return phase == Phase.UNWINDING;
            }
            if (stopped++ == 0) {
                stoppedAt = began;
            }
            stop.state = ThreadStop.State.STOPPED;
            before = standing.opened();
            lock.notifyAll();
        }
        if (standing.await(before)) {
            Thread.currentThread().interrupt();
        }
        return phase == Phase.UNWINDING;
    }

    /** The calling thread has been unwound, or must stay as it is: it rests until the program is to go on here. */
    void unwound(SpriteUnwind unwind) {
        ThreadStop stop = stops.of(Thread.currentThread());
        stop.record(unwind);
        synchronized (lock) {
            stop.state = ThreadStop.State.UNWOUND;
            settle();
        }
        if (resting.await(0)) {
            stop.frames.interrupted = true;
        }
    }

    private void settle() {
        if (++settled == expected) {
            lock.notifyAll();
        }
    }

    // ---- who stops them -----------------------------------------------------------------------------------------

    /**
     * Waits until all threads rest.
     *
     * @throws NotMovableException if they do not within {@code timeout}; they run on
     */
    List<ThreadImage> await(Duration timeout) throws NotMovableException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            boolean complete = false;
            try {
                while (!canUnwind()) {
                    if (System.nanoTime() - end > 0) {
                        throw new NotMovableException(blockers());
                    }
                    if (stopped > 0 && System.nanoTime() - stoppedAt > slice) {
                        runOn();
                    } else {
                        SpriteBlocking.wakePolling();
                        lock.wait(1);
                    }
                }
                unwind();
                complete = true;
            } finally {
                if (!complete) {
                    release();
                }
            }
        }
        return images();
    }

    /** Cannot fail any more. */
    private void unwind() {
        for (ThreadStop stop : stops.all()) {
            expected += stop.thread.isAlive() ? 1 : 0;
        }
        phase = Phase.UNWINDING;
        standing.open();
        for (SpriteRest rest : SpriteBlocking.wakeAll()) {
            ThreadStop stop = rest == null ? null : stops.of(rest.thread);
            if (stop != null) {
                stop.rest = rest;
            }
            if (stop != null && rest.frames != null) {
                stop.frames = rest.frames;
                stop.state = ThreadStop.State.RECORDED;
                expected--;
            }
        }
        awaitSettled();
    }

    /** Has those unwound, too, that have not been since they were recorded before. */
    List<ThreadImage> unwindRecorded() {
        synchronized (lock) {
            for (ThreadStop stop : stops.all()) {
                if (stop.state == ThreadStop.State.RECORDED) {
                    stop.frames = null;
                    stop.state = ThreadStop.State.RUNNING;
                    expected++;
                    stop.rest.wake();
                }
            }
            awaitSettled();
        }
        return images();
    }

    private void awaitSettled() {
        boolean interrupted = false;
        while (settled < expected && !areAllSettled()) {
            try {
                lock.wait(SETTLE_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean areAllSettled() {
        for (ThreadStop stop : stops.all()) {
            if (stop.thread.isAlive()
                    && (stop.state == ThreadStop.State.RUNNING || stop.state == ThreadStop.State.STOPPED)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no thread runs any more. One that has stopped would have been seen to start others before. */
    private boolean canUnwind() {
        ThreadStop[] all = stops.all();
        List<Thread> blocked = new ArrayList<>();
        markWaiting(all);
        for (ThreadStop stop : all) {
            if (stop.state == ThreadStop.State.RUNNING && stop.thread.isAlive() && !stop.waits) {
                if (stop.thread.getState() != Thread.State.BLOCKED) {
                    return false;
                }
                blocked.add(stop.thread);
            }
        }
        if (addNewThreads() || VirtualThreads.obstacle() != null) {
            return false;
        }
        Set<Thread> unwound = threadsOf(all, false);
        if (!blocked.isEmpty() && !blockedThreads.getInOnceOthersUnwind(blocked, unwound)) {
            return false;
        }
        if (areHeldUp(all, new KeptMonitors(threadsOf(all, true)))) {
            return false;
        }
        return CarrierThreads.areIdle(virtual(all)) && !hasOneRunOn(all);
    }

    private static Set<Thread> threadsOf(ThreadStop[] all, boolean stay) {
        Set<Thread> threads = Collections.newSetFromMap(new IdentityHashMap<>());
        for (ThreadStop stop : all) {
            if (stop.stays() == stay) {
                threads.add(stop.thread);
            }
        }
        return threads;
    }

    /** Whether a thread that waits could not be unwound, for want of a monitor that nobody gives up. */
    private static boolean areHeldUp(ThreadStop[] all, KeptMonitors monitors) {
        for (ThreadStop stop : all) {
            if (stop.waits && monitors.holdUp(stop.thread)) {
                return true;
            }
        }
        return false;
    }

    private static List<Thread> virtual(ThreadStop[] all) {
        List<Thread> virtual = new ArrayList<>();
        for (ThreadStop stop : all) {
            if (VirtualThreads.contain(stop.thread) && stop.thread.isAlive()) {
                virtual.add(stop.thread);
            }
        }
        return virtual;
    }

    /** Whether a wait has ended since it was seen, and not by standing. */
    private static boolean hasOneRunOn(ThreadStop[] all) {
        for (ThreadStop stop : all) {
            if (stop.waits && stop.passed) {
                return true;
            }
        }
        return false;
    }

    private void markWaiting(ThreadStop[] all) {
        for (ThreadStop stop : all) {
            stop.waits = false;
            stop.passed = false;
        }
        for (Thread thread : SpriteBlocking.waiting()) {
            ThreadStop stop = thread == null ? null : stops.of(thread);
            if (stop != null) {
                stop.waits = true;
            }
        }
    }

    /** Returns whether there are any. */
    private boolean addNewThreads() {
        boolean any = false;
        for (Thread thread : threads.live()) {
            if (stops.of(thread) == null) {
                stops.add(new ThreadStop(thread));
                any = true;
            }
        }
        return any;
    }

    /** Lets those that have stopped run for a while: others may need what they hold. */
    private void runOn() throws InterruptedException {
        for (ThreadStop stop : stops.all()) {
            stop.state = ThreadStop.State.RUNNING;
        }
        stopped = 0;
        phase = Phase.RUNNING_ON;
        standing.open();
        long end = System.nanoTime() + slice;
        slice = Math.min(slice * 2, LONGEST_SLICE_NANOS);
        while (System.nanoTime() - end < 0) {
            lock.wait(1);
        }
        addNewThreads();
        phase = Phase.STOPPING;
    }

    private List<Blocker> blockers() {
        List<Blocker> blockers = new ArrayList<>();
        for (ThreadStop stop : stops.all()) {
            if (stop.state == ThreadStop.State.RUNNING && stop.thread.isAlive() && !stop.waits) {
                blockers.add(stop.blocker != null ? stop.blocker : notReached(stop.thread));
            }
        }
        String virtual = VirtualThreads.obstacle();
        if (virtual != null) {
            blockers.add(0, new Blocker("a virtual thread", null, null, virtual));
        }
        return blockers;
    }

    private static Blocker notReached(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        String frame = stack.length == 0 ? null : stack[0].toString();
        return new Blocker(ThreadFields.nameOf(thread), frame, null, "the thread has not reached a safe point in time");
    }

    private List<ThreadImage> images() {
        List<ThreadImage> images = new ArrayList<>();
        SharedFrames shared = new SharedFrames();
        for (ThreadStop stop : stops.all()) {
            if (stop.frames != null) {
                shared.share(stop.frames);
                stop.frames.parked &= stop.rest != null && !stop.rest.isOver();
                images.add(new ThreadImage(stop.thread, stop.frames));
            }
        }
        return images;
    }

    /** What keeps a thread from being unwound as the others have been; null if nothing does. */
    Blocker pinned() {
        synchronized (lock) {
            return pinned;
        }
    }

    /** When the first thread stopped running the program, as {@link System#nanoTime}. */
    long stoppedAt() {
        synchronized (lock) {
            return stoppedAt;
        }
    }

    /** Lets all threads go on: with what {@link SpriteResume} has for them if they have been unwound. */
    void release() {
        synchronized (lock) {
            phase = Phase.OVER;
        }
        standing.open();
        resting.open();
    }
}
