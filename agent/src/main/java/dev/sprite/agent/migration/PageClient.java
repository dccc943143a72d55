package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.PageInput;
import dev.sprite.restore.ResidualPages;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Link;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.Message;
import dev.sprite.transport.message.MoveMessage.PagesTaken;
import dev.sprite.transport.message.MoveMessage.Running;
import dev.sprite.transport.message.MoveMessage.Touched;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Fetches the contents that an image left out, while the program runs. If the link breaks, or carries what is not a page
 * that belongs here, it goes on over another.
 */
final class PageClient implements PageInput.Recovery {
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration FOREVER = Duration.ofDays(365);
    /** So often a page may be damaged before it is known to be so where it comes from. */
    private static final int ATTEMPTS = 3;

    private final ResidualPages residue;
    private final SourceLinks source;
    private final Runnable complete;
    private final Consumer<String> lost;
    private final Thread receiver = DaemonThreads.make("sprite-pages", this::receive);
    private final Thread asker = DaemonThreads.make("sprite-faults", this::ask);
    private volatile Link link;
    /** Null until the program runs here. */
    private volatile Running running;
    private int[] touched = {};
    private int runs;
    private int damaged = -1;
    private int attempts;

    /**
     * Made ahead of the time when it is needed.
     *
     * @param link over which the image has come
     * @param source where other links lead
     * @param complete to be done when all is there
     * @param lost told why it never will be
     */
    PageClient(Link link, ResidualPages residue, SourceLinks source, Runnable complete, Consumer<String> lost) {
        this.link = link;
        this.residue = residue;
        this.source = source;
        this.complete = complete;
        this.lost = lost;
        residue.request(this::touched);
    }

    void start() {
        link.bearSilence(SILENCE);
        residue.recoverBy(this);
        receiver.start();
        asker.start();
    }

    /** Tells the source that the program runs here, if need be by another link. */
    void tell(Running here) {
        synchronized (this) {
            running = here;
            notifyAll();
        }
        tell((Message) here);
    }

    /** Called by threads of the program, which then wait. */
    private synchronized void touched(int object) {
        touched = Arrays.copyOf(touched, touched.length + 1);
        touched[touched.length - 1] = object;
        notifyAll();
    }

    private void receive() {
        try {
            while (residue.receive()) {
                tell(taken(residue.nextPage(), ++runs));
            }
            Log.debug("all pages are here after " + residue.faults() + " faults");
            complete.run();
            tellDone();
        } catch (IOException | NotMovableException | RuntimeException | Error e) {
            if (residue.isComplete()) {
                Log.debug("the source was not told that all is here: " + e);
            } else {
                Log.debug("no more pages: " + Log.trace(e));
                lost.accept(e.getMessage());
            }
        }
    }

    private static PagesTaken taken(int next, int runs) {
        return new PagesTaken(runs, next);
    }

    @Override
    public void received(int next) {
        tell(taken(next, runs));
    }

    @Override
    public InputStream resume(int next, IOException failure) throws IOException {
        if (failure instanceof ImageFormatException && link.isOpen()) {
            attempts = damaged == next ? attempts + 1 : 1;
            damaged = next;
            if (attempts == ATTEMPTS) {
                throw failure;
            }
        }
        Log.info("pages have to be sent again from " + next + " on: " + failure.getMessage());
        reconnect(next, failure);
        int[] wanted = residue.wanted();
        if (wanted.length > 0) {
            tell(new Touched(wanted));
        }
        return new dev.sprite.transport.PageInput(link, FOREVER);
    }

    /** Of what has been said before, nobody knows what has been heard. */
    private void reconnect(int next, IOException failure) throws IOException {
        link.close(failure.getMessage());
        link = source.resume(taken(next, runs), failure);
        link.bearSilence(SILENCE);
        Running here = running;
        if (here != null) {
            tell((Message) here);
        }
    }

    /** The last word, which the source waits for. */
    private void tellDone() throws IOException {
        awaitRunning();
        for (;;) {
            try {
                link.request(new Done(), Done.class, SILENCE);
                link.close("all pages are here");
                return;
            } catch (IOException e) {
                reconnect(residue.nextPage(), e);
            }
        }
    }

    private synchronized void awaitRunning() throws IOException {
        try {
            while (running == null) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while the program was to go on");
        }
    }

    /** What cannot be said now is said over the next link. */
    private void tell(Message message) {
        try {
            link.send(message);
        } catch (IOException e) {
            Log.debug("the source is not told: " + e.getMessage()); // the receiver finds out
        }
    }

    private void ask() {
        try {
            while (!residue.isComplete()) {
                tell(new Touched(awaitTouched()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int[] awaitTouched() throws InterruptedException {
        while (touched.length == 0) {
            wait();
        }
        int[] wanted = touched;
        touched = new int[0];
        return wanted;
    }
}
