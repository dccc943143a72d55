package dev.sprite.capture;

import dev.sprite.image.VirtualThreads;
import dev.sprite.instrumentation.SiteRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * Has every thread unwind and rebuild its stack at every N-th safe point that it passes, in place. Polls stay armed all
 * the time: a JVM that is armed and disarmed hundreds of times stops compiling the methods concerned.
 *
 * <p>Other threads run on meanwhile, unlike in a migration, so a thread that holds a monitor is left alone if there are
 * any: it would have to give the monitor up.
 */
public final class Rehearsal {
    /** Bytes of stack that it takes to make resume code. */
    private static final long MAKING_RESUME_CODE = 256 << 10;

    private final int gap;
    private final Long seed;
    private final CodePlaces code;
    private final StackSizes stacks;
    /** The group of all threads that the program makes, unless it takes pains. */
    private final ThreadGroup program = Thread.currentThread().getThreadGroup();
    private final Resumer resumer;
    private final Consumer<Class<?>> instrumenter;
    private final Set<Class<?>> tried = ConcurrentHashMap.newKeySet();
    /** Classes and sites for which no resume code could be made. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<Rehearsing> current = new ThreadLocal<>();
    /** Held for writing while classes get resume code: a walk must not meet them half way. */
    private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock();
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicLong rehearsed = new AtomicLong();
    private final AtomicLong postponed = new AtomicLong();
    private final Map<String, Integer> pinned = new HashMap<>();

    /**
     * @param gap safe points of a thread from one rehearsal to the next
     * @param seed draws the gaps uniformly from 1 to twice {@code gap}; null for exactly {@code gap}
     * @param stacks how much of it threads have
     * @param instrumenter is told of each class that pins a stack since it is not instrumented
     */
    public Rehearsal(
            int gap, Long seed, SiteRegistry sites, StackSizes stacks, Resumer resumer,
            Consumer<Class<?>> instrumenter) {
        this.instrumenter = instrumenter;
        this.gap = gap;
        this.seed = seed;
        this.code = new CodePlaces(sites);
        this.stacks = stacks;
        this.resumer = resumer;
        StackProof.rehearse(code);
    }

    /** What is known of one thread; touched by no other. */
    private final class Rehearsing {
        private final Random random;
        private long left;
        private boolean busy;
        private StackProof proof;

        Rehearsing(int number) {
            random = seed == null ? null : new Random(seed + number);
            left = nextGap();
        }

        long nextGap() {
            return random == null ? gap : 1 + random.nextInt((int) Math.min(Integer.MAX_VALUE, 2L * gap));
        }
    }

    private Rehearsing current() {
        Rehearsing known = current.get();
        if (known == null) {
            known = new Rehearsing(threads.getAndIncrement());
            current.set(known);
        }
        return known;
    }

    /** {@link SpriteAgent#safePoint()}. */
    public SpriteUnwind safePoint() {
        Rehearsing thread = current();
        if (thread.busy || --thread.left > 0) {
            return null;
        }
        thread.busy = true;
        try {
            return rehearse(thread);
        } catch (StackOverflowError e) {
            postponed.incrementAndGet(); // the program is about to meet it, too
            return null;
        } finally {
            thread.busy = false;
        }
    }

    /** What is to unwind the thread; null if it is to run on. */
    private SpriteUnwind rehearse(Rehearsing thread) {
        if (!changing.readLock().tryLock()) {
            return null;
        }
        StackProof walked;
        String obstacle;
        SpriteUnwind unwind = null;
        Set<Class<?>> wanting = Set.of();
        try {
            walked = StackProof.ofCallingThread(code, threads.get() > 1);
            thread.left = thread.nextGap();
            obstacle = obstacle(walked);
            if (obstacle == null) {
                unwind = new SpriteUnwind(walked.values(), false);
                walked.name(unwind.frames);
                wanting = resumer.wanting(unwind.frames);
            }
        } finally {
            changing.readLock().unlock();
        }
        if (obstacle != null) {
            postpone(obstacle);
            instrument(walked.uninstrumented());
            return null;
        }
        if (!wanting.isEmpty() && !isResumable(thread, walked, unwind.frames, wanting)) {
            return null;
        }
        thread.proof = walked;
        return unwind;
    }

    private String obstacle(StackProof walked) {
        if (walked.blocker() != null) {
            return walked.blocker().frame() + ": " + walked.blocker().why();
        }
        if (walked.initialiser() != null) {
            return walked.initialiser() + ": a static initialiser, which cannot be unwound";
        }
        if (!walked.fits(stacks.of(Thread.currentThread()))) {
            return "too many frames to rebuild";
        }
        return walked.holdsMonitor() && (program.activeCount() > 1 || VirtualThreads.any())
                ? "a monitor, which another thread could take meanwhile"
                : null;
    }

    /** Resume code is made ahead of the unwinding: what cannot be resumed must not be unwound. */
    private boolean isResumable(
            Rehearsing thread, StackProof walked, SpriteFrames frames, Set<Class<?>> wanting) {
        for (Class<?> type : wanting) {
            if (refused.contains(sitesIn(type, frames))) {
                refuse(type);
                return false;
            }
        }
        if (!walked.fits(stacks.of(Thread.currentThread()) - MAKING_RESUME_CODE)) {
            postpone("too many frames to make resume code on top of them");
            return false;
        }
        if (!changing.writeLock().tryLock()) {
            thread.left = 1; // another thread walks or has classes changed
            return false;
        }
        try {
            StackTraces.settleNoted();
            Class<?> type = resumer.install(frames, threads.get() == 1);
            if (type != null) {
                refused.add(sitesIn(type, frames));
                refuse(type);
            }
            return type == null;
        } finally {
            changing.writeLock().unlock();
        }
    }

    private void refuse(Class<?> type) {
        postpone(type.getName() + ": resume code, which cannot be made");
    }

    private static String sitesIn(Class<?> type, SpriteFrames frames) {
        StringBuilder sites = new StringBuilder(type.getName());
        for (int i = 0; i < frames.owner.length; i++) {
            if (frames.owner[i] == type) {
                sites.append(' ').append(frames.site[i]);
            }
        }
        return sites.toString();
    }

    private void postpone(String why) {
        postponed.incrementAndGet();
        synchronized (pinned) {
            pinned.merge(why, 1, Integer::sum);
        }
    }

    private void instrument(Class<?> pinning) {
        if (pinning == null || !tried.add(pinning)) {
            return;
        }
        changing.writeLock().lock();
        try {
            StackTraces.settleNoted();
            instrumenter.accept(pinning);
        } finally {
            changing.writeLock().unlock();
        }
    }

    /** {@link SpriteAgent#unwound}. */
    public void unwound(SpriteUnwind unwind) {
        Rehearsing thread = current();
        thread.busy = true;
        try {
            thread.proof.expectAll(unwind.frames);
            if (thread.proof.atMonitor()) {
                thread.left++; // resumed, it enters the monitor and makes the same poll again: for ever, at every one
            }
            thread.proof = null;
            rehearsed.incrementAndGet();
            resumer.begin(Thread.currentThread(), unwind.frames);
        } finally {
            thread.busy = false;
        }
    }

    /** The frames that pinned the stack most often, with what they did and how many times. */
    public List<String> pinned(int most) {
        synchronized (pinned) {
            return pinned.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(most)
                    .map(entry -> entry.getValue() + " times pinned by " + entry.getKey())
                    .toList();
        }
    }

    /** The line for the end of the program. */
    public String summary() {
        return "rehearsed " + rehearsed + " times, " + postponed + " postponed, " + threads + " threads";
    }
}
