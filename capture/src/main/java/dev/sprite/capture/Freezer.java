package dev.sprite.capture;

import dev.sprite.image.Blocker;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ThreadImage;
import dev.sprite.instrumentation.RuntimeSwitches;
import dev.sprite.instrumentation.SiteRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Brings the application's threads to rest with all their frames recorded, or leaves them running.
 *
 * <p>{@link #safePoint} and {@link #unwound} are the application threads' side of it; they take no lock that such a
 * thread may hold when it stops.
 */
public final class Freezer {
    /** How long parked threads are recorded ahead of a freeze: several thousands. */
    private static final long EARLY_NANOS = 3_000_000_000L;

    private final RuntimeSwitches switches;
    private final SiteRegistry sites;
    private final StackSizes stacks;
    private final FrameShapes shapes;
    private final ApplicationThreads threads;

    /** Null while the program just runs. */
    private volatile Cut cut;
    /** Null but ahead of a freeze. */
    private volatile EarlyRest early;
    private volatile long stoppedAt;
    private volatile Blocker pinned;

    /** @param isOurs tells the agent's own threads */
    public Freezer(RuntimeSwitches switches, SiteRegistry sites, StackSizes stacks, FrameShapes shapes,
            Predicate<Thread> isOurs) {
        this.shapes = shapes;
        this.switches = switches;
        this.sites = sites;
        this.stacks = stacks;
        threads = new ApplicationThreads(isOurs);
    }

    /** {@link SpriteAgent#safePoint()}. */
    public SpriteUnwind safePoint() {
        Cut now = cut;
        return now == null ? null : now.safePoint();
    }

    /** {@link SpriteAgent#unwound}: rests until the frames are to be resumed on this thread. */
    public void unwound(SpriteUnwind unwind) {
        cut.unwound(unwind);
    }

    /** {@link SpriteAgent#rest()}. */
    public SpriteRest rest() {
        EarlyRest now = early;
        return now == null ? null : now.ofCallingThread();
    }

    /**
     * Has threads recorded ahead of the freeze that are parked, and will probably be so when it comes.
     *
     * @return how many have been
     */
    public int recordParked() throws InterruptedException {
        SpriteLate.awaitAll();
        EarlyRest records = new EarlyRest(sites, stacks, shapes);
        early = records;
        try {
            return records.ask(threads.live(), EARLY_NANOS);
        } finally {
            early = null;
        }
    }

    /** For looks at the application as it runs. */
    public SeenStacks stacks() {
        return new SeenStacks(sites, threads);
    }

    /**
     * Stops the application.
     *
     * @return its threads with their recorded frames; they rest until {@link #release()}
     * @throws NotMovableException if it cannot be stopped within {@code timeout}; it runs on
     */
    public List<ThreadImage> freeze(Duration timeout) throws NotMovableException, InterruptedException {
        SpriteLate.awaitAll(); // they may not have been started here
        StackProof.rehearse(new CodePlaces(sites));
        switches.armPolls(true);
        Cut attempt = new Cut(sites, threads, stacks, shapes);
        cut = attempt;
        SpriteBlocking.stopping(true);
        boolean stands = false;
        try {
            List<ThreadImage> frozen = attempt.await(timeout);
            stoppedAt = attempt.stoppedAt();
            pinned = attempt.pinned();
            stands = true;
            return frozen;
        } finally {
            if (!stands) {
                runAgain();
            }
        }
    }

    /**
     * Has those threads of the last {@link #freeze} unwound that still wait as they did, since they were recorded before
     * it; returns all of them as they are now.
     */
    public List<ThreadImage> unwindRecorded() {
        return cut.unwindRecorded();
    }

    /** Lets go of what the stacks of the last {@link #freeze} hold: the program runs elsewhere. */
    public void letGo() {
        for (ThreadImage thread : unwindRecorded()) {
            thread.frames().refs = new Object[0];
        }
    }

    /** What has been found too late to keep a thread of the last {@link #freeze} from being unwound; null if nothing. */
    public Blocker pinned() {
        return pinned;
    }

    /** When the first thread of the last {@link #freeze} stopped running the program, as {@link System#nanoTime}. */
    public long stoppedAt() {
        return stoppedAt;
    }

    private void runAgain() {
        cut = null;
        SpriteBlocking.stopping(false);
        switches.armPolls(false);
    }

    /** Lets the frozen threads go on with what {@link SpriteResume} has pending for them. */
    public void release() {
        Cut over = cut;
        runAgain();
        over.release();
    }
}
