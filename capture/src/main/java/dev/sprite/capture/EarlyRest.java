package dev.sprite.capture;

import dev.sprite.image.VirtualThreads;
import dev.sprite.instrumentation.SiteRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Has parked threads recorded one by one while the program still runs. Each is unparked, as it may be for no reason,
 * looks for itself and parks again: with its frames read from its stack, which stays. The record holds until the thread
 * is unparked, interrupted, or its time is up; if nothing of that happens, a freeze finds it at rest.
 */
final class EarlyRest {
    /** How many are woken at a time: the program goes on meanwhile. */
    private static final int BATCH = 16;
    /** How long is waited for those of a batch who do not park again at once, and for all in the end. */
    private static final long BATCH_NANOS = 10_000_000;
    private static final long LAST_NANOS = 100_000_000;

    private final CodePlaces code;
    private final StackSizes stacks;
    private final RememberedShapes shapes;
    private final ThreadStops asked = new ThreadStops();
    /** What threads stand at where it is not known yet what their frames hold: too much work for them. */
    private final List<SpriteFrames> unknown = new ArrayList<>();
    private final List<ThreadStop> again = new ArrayList<>();
    private final AtomicInteger recorded = new AtomicInteger();

    EarlyRest(SiteRegistry sites, StackSizes stacks, FrameShapes shapes) {
        code = new CodePlaces(sites);
        this.stacks = stacks;
        this.shapes = new RememberedShapes(shapes);
    }

    // ---- the program's threads ----------------------------------------------------------------------------------

    /** The rest of the calling thread, which is about to park; null if it is not asked, or is none that can rest. */
    SpriteRest ofCallingThread() {
        ThreadStop stop = asked.of(Thread.currentThread());
        if (stop == null || !stop.ask(true)) {
            return null; // it may park often
        }
        try {
            return record(stop);
        } catch (StackOverflowError e) {
            return null;
        } finally {
            stop.passed = true;
        }
    }

    private SpriteRest record(ThreadStop stop) {
        StackProof proof = StackProof.ofCallingThread(code);
        if (proof.blocker() != null || !proof.isParkedAlone() || !proof.fits(stacks.of(stop.thread))) {
            return null;
        }
        SpriteFrames named = new SpriteFrames();
        proof.name(named);
        if (!shapes.know(named)) {
            synchronized (unknown) {
                unknown.add(named);
                again.add(stop);
            }
            return null;
        }
        proof.readAll(shapes);
        SpriteFrames frames = proof.blocker() == null ? framesOf(proof) : null;
        recorded.addAndGet(frames == null ? 0 : 1);
        return new SpriteRest(stop.thread, frames);
    }

    /** Null if not all could be read. */
    private static SpriteFrames framesOf(StackProof proof) {
        SpriteFrames frames = new SpriteUnwind(proof.values(), true).frame().frames;
        if (frames.depth != proof.depth()) {
            return null;
        }
        proof.name(frames);
        frames.trim();
        return frames;
    }

    // ---- who asks them ------------------------------------------------------------------------------------------

    /**
     * Asks those of {@code threads} that are parked, virtual ones excepted.
     *
     * @param nanos how long all that may take
     * @return how many have been recorded
     */
    int ask(List<Thread> threads, long nanos) throws InterruptedException {
        List<ThreadStop> left = parked(threads);
        long end = System.nanoTime() + nanos;
        SpriteRest.wanted(true);
        try {
            int to = Math.min(1, left.size()); // the others of a crowd probably stand where the first does
            for (int at = 0; at < to && System.nanoTime() - end < 0; at = to, to = Math.min(at + BATCH, left.size())) {
                wake(left.subList(at, to));
                boolean isLast = to == left.size();
                await(left.subList(isLast ? 0 : at, to), isLast ? LAST_NANOS : BATCH_NANOS);
                left.addAll(learn());
            }
        } finally {
            SpriteRest.wanted(false);
        }
        return recorded.get();
    }

    private List<ThreadStop> parked(List<Thread> threads) {
        Set<Thread> ofProgram = Collections.newSetFromMap(new IdentityHashMap<>());
        ofProgram.addAll(threads);
        List<ThreadStop> parked = new ArrayList<>();
        for (Thread thread : SpriteBlocking.unrecorded()) {
            if (thread != null && ofProgram.contains(thread) && !VirtualThreads.contain(thread)) {
                parked.add(new ThreadStop(thread));
                asked.add(parked.get(parked.size() - 1));
            }
        }
        return parked;
    }

    private static void wake(List<ThreadStop> batch) {
        for (ThreadStop stop : batch) {
            stop.passed = false;
            stop.asked();
            LockSupport.unpark(stop.thread);
        }
    }

    private static void await(List<ThreadStop> asked, long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (!areThrough(asked) && System.nanoTime() - end < 0) {
            Thread.sleep(1);
        }
    }

    private static boolean areThrough(List<ThreadStop> asked) {
        for (ThreadStop stop : asked) {
            if (!stop.passed) {
                return false;
            }
        }
        return true;
    }

    /** Finds out what frames hold where threads stand; returns those that are to be asked again. */
    private List<ThreadStop> learn() {
        synchronized (unknown) {
            for (SpriteFrames frames : unknown) {
                shapes.learn(frames);
            }
            unknown.clear();
            List<ThreadStop> those = new ArrayList<>(again);
            again.clear();
            return those;
        }
    }
}
