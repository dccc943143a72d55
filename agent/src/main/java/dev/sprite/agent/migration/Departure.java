package dev.sprite.agent.migration;

import dev.sprite.capture.CaptureResult;
import dev.sprite.capture.Freezer;
import dev.sprite.capture.HeapCapture;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ThreadImage;
import dev.sprite.restore.Resumption;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** Brings the program to rest and into an image; until it is {@linkplain #gone gone} it can go on here. */
final class Departure {
    private final Program program;
    private final Freezer freezer;
    private final HeapCapture heap;
    private SpriteFrames frames;

    Departure(Program program, Freezer freezer) {
        this.program = program;
        this.freezer = freezer;
        heap = new HeapCapture(program.instrumentation(), Program::contains, program.roles());
    }

    /** Does what can be done while the program runs. */
    void prepare() {
        heap.prepare();
    }

    /** Stops the program. On failure it runs on. */
    void freeze(Duration timeout) throws NotMovableException, IOException {
        try {
            frames = freezer.freeze(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while stopping the program");
        }
    }

    /** The stack of the stopped program. */
    SpriteFrames frames() {
        return frames;
    }

    /** Number of frames on the stack. */
    int depth() {
        return frames.depth;
    }

    CaptureResult capture(OutputStream out) throws IOException, NotMovableException {
        return heap.capture(List.of(new ThreadImage(program.mainThread(), frames)), out);
    }

    /** The program runs elsewhere: its thread here rests for good. */
    void gone() {
        frames = null;
    }

    /** Lets the program go on from where it stopped; does nothing if it has not been stopped. */
    void resumeHere() {
        if (frames == null) {
            return;
        }
        heap.release();
        Resumption resumption = program.resumption();
        resumption.install(frames);
        resumption.begin(program.mainThread(), frames);
        frames = null;
        freezer.release();
    }
}
