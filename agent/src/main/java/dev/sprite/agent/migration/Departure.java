package dev.sprite.agent.migration;

import dev.sprite.capture.CaptureResult;
import dev.sprite.capture.Freezer;
import dev.sprite.capture.HeapCapture;
import dev.sprite.capture.ResidualHeap;
import dev.sprite.capture.SeenStacks;
import dev.sprite.image.Blocker;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.children.ChildExits;
import dev.sprite.instrumentation.SeenFrame;
import dev.sprite.restore.Resumption;
import dev.sprite.transport.DaemonThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** Brings the program to rest and into an image; until it is {@linkplain #gone gone} it can go on here. */
final class Departure implements AutoCloseable {
    /** How often the program is stopped anew because a child has just ended. */
    private static final int ATTEMPTS = 5;

    private final Program program;
    private final Freezer freezer;
    private final HeapCapture heap;
    private final Thread rehearsal;
    private final SeenStacks seen;
    private volatile boolean letsUnwind;
    private volatile boolean isAwaited;
    private List<ThreadImage> threads;

    /** Begins to rehearse, beside what else has to be done before the program can leave. */
    Departure(Program program, Freezer freezer) {
        this.program = program;
        this.freezer = freezer;
        heap = new HeapCapture(program.instrumentation(), Program::contains, program.roles());
        seen = freezer.stacks();
        rehearsal = DaemonThreads.start("sprite-rehearsal", () -> {
            program.letThreadsUnwind(); // first, since it costs the JDK's classes their compiled code
            letsUnwind = true;
            FreezeCode.load();
            heap.rehearse(() -> isAwaited);
        });
    }

    /** Why contents of the program's objects cannot follow its image; null if they can. */
    String whyContentsCannotWait() {
        return heap.whyContentsCannotWait();
    }

    /**
     * Does what can be done while the program runs.
     *
     * @param contentsMayWait whether contents of the program's objects may follow the image
     */
    void prepare(boolean contentsMayWait) throws IOException {
        isAwaited = true;
        try {
            rehearsal.join();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (!letsUnwind) {
            program.letThreadsUnwind(); // which says what is in the way, or threads would be lost
        }
        heap.prepare(contentsMayWait);
    }

    /** Has threads recorded that are parked, so that they need not be stopped; returns how many have been. */
    int recordParked() throws IOException {
        try {
            return freezer.recordParked();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Begins to look at the stacks of the running program, until this is closed. */
    void watch() {
        DaemonThreads.start("sprite-looks", seen::watch);
    }

    @Override
    public void close() {
        seen.close();
    }

    /** Frames of the program as it runs; see {@link #watch}. */
    List<SeenFrame> seen() throws IOException {
        try {
            return seen.frames();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Stops the program, and what its children would do to it. On failure it runs on. */
    void freeze(Duration timeout) throws NotMovableException, IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            stop(timeout);
            if (ChildExits.hold()) {
                return;
            }
            resumeHere();
        }
        throw new NotMovableException(Blocker.object("child processes", "one has ended whenever the program was stopped"));
    }

    private void stop(Duration timeout) throws NotMovableException, IOException {
        try {
            threads = freezer.freeze(timeout);
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (freezer.pinned() != null) {
            resumeHere();
            throw new NotMovableException(freezer.pinned());
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while stopping the program");
    }

    /** The threads of the stopped program. */
    List<ThreadImage> threads() {
        return threads;
    }

    CaptureResult capture(OutputStream out) throws IOException, NotMovableException {
        return heap.capture(threads, out);
    }

    /** What the image has left out. The program must not run here any more. */
    ResidualHeap residue() {
        return heap.residue();
    }

    /** The program runs elsewhere: its threads here rest for good. */
    void gone() {
        for (ThreadImage thread : threads) {
            thread.frames().refs = new Object[0]; // what it held is the target's
        }
        threads = null;
    }

    /** The frames that are not on their threads' stacks any more. */
    private List<SpriteFrames> unwound() {
        List<SpriteFrames> unwound = ThreadImage.framesOf(threads);
        unwound.removeIf(frames -> frames.stays);
        return unwound;
    }

    /** Frames that have stayed on their stacks run on in what their classes were. */
    private void keepStaying() {
        for (SpriteFrames frames : ThreadImage.framesOf(threads)) {
            for (int i = 0; frames.stays && i < frames.owner.length; i++) {
                if (program.sites().mayBeOutdated(frames.owner[i], true)) {
                    program.sites().keepsFrames(frames.owner[i]);
                }
            }
        }
    }

    /** Lets the program go on from where it stopped; does nothing if it has not been stopped. */
    void resumeHere() {
        if (threads == null) {
            return;
        }
        heap.release();
        threads = freezer.unwindRecorded();
        ChildExits.restore();
        Resumption resumption = program.resumption();
        resumption.install(unwound());
        keepStaying();
        resumption.begin(threads);
        threads = null;
        freezer.release();
        ChildExits.complete();
    }
}
