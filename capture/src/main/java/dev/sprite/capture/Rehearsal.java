package dev.sprite.capture;

import dev.sprite.instrumentation.SiteRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Unwinds and rebuilds the main thread's stack at every N-th safe point, in place. Polls stay armed all the time: a
 * JVM that is armed and disarmed hundreds of times stops compiling the methods concerned.
 */
public final class Rehearsal {
    private final int gap;
    private final Random random;
    private final SiteRegistry sites;
    private final Thread mainThread;
    private final Consumer<SpriteFrames> resumer;
    private final AtomicLong rehearsed = new AtomicLong();
    private final AtomicLong postponed = new AtomicLong();
    private final Map<String, Integer> pinned = new HashMap<>();

    private StackProof proof;
    private long left;
    private boolean busy;

    /**
     * @param gap safe points from one rehearsal to the next
     * @param seed draws the gaps uniformly from 1 to twice {@code gap}; null for exactly {@code gap}
     * @param resumer makes the calling thread ready to resume frames
     */
    public Rehearsal(int gap, Long seed, SiteRegistry sites, Thread mainThread, Consumer<SpriteFrames> resumer) {
        this.gap = gap;
        this.random = seed == null ? null : new Random(seed);
        this.sites = sites;
        this.mainThread = mainThread;
        this.resumer = resumer;
        this.left = nextGap();
    }

    private long nextGap() {
        return random == null ? gap : 1 + random.nextInt(2 * gap);
    }

    /** {@link SpriteAgent#safePoint()}. */
    public SpriteUnwind safePoint() {
        if (Thread.currentThread() != mainThread || busy || --left > 0) {
            return null;
        }
        busy = true;
        try {
            left = nextGap();
            StackProof walked = StackProof.ofCallingThread(sites);
            if (walked.blocker() != null) {
                postponed.incrementAndGet();
                pinned.merge(walked.blocker().frame() + ": " + walked.blocker().why(), 1, Integer::sum);
                return null;
            }
            proof = walked;
            return new SpriteUnwind();
        } finally {
            busy = false;
        }
    }

    /** {@link SpriteAgent#unwound}. */
    public void unwound(SpriteUnwind unwind) {
        busy = true;
        try {
            proof.describe(unwind.frames);
            proof = null;
            rehearsed.incrementAndGet();
            resumer.accept(unwind.frames);
        } finally {
            busy = false;
        }
    }

    /** The frames that pinned the stack most often, with what they did and how many times. */
    public List<String> pinned(int most) {
        return pinned.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(most)
                .map(entry -> entry.getValue() + " times pinned by " + entry.getKey())
                .toList();
    }

    /** The line for the end of the program. */
    public String summary() {
        return "rehearsed " + rehearsed + " times, " + postponed + " postponed, 1 threads";
    }
}
