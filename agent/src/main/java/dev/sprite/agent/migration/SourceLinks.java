package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.Assignment;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.MoveMessage.PagesTaken;
import dev.sprite.transport.message.MoveMessage.Resume;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Finds the source of a migration again when the link to it has broken; the process is paused meanwhile. */
final class SourceLinks {
    /** How long a cut is ridden out. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LAST_PAUSE_MILLIS = 2_000;

    private final Transport transport;
    private final HostAddress address;
    private final Assignment assignment;
    private final Consumer<Boolean> paused;
    private boolean gone;

    /**
     * @param address where the source listens
     * @param paused told when the process is paused, and when it no longer is
     */
    SourceLinks(Transport transport, HostAddress address, Assignment assignment, Consumer<Boolean> paused) {
        this.transport = transport;
        this.address = address;
        this.assignment = assignment;
        this.paused = paused;
    }

    /** The source has ended: there is nothing to wait for. */
    synchronized void gone() {
        gone = true;
        notifyAll();
    }

    /**
     * Returns a link over which pages go on.
     *
     * @param taken what has come
     * @param failure why the last one is of no use
     * @throws IOException if there is none to be had
     */
    Link resume(PagesTaken taken, IOException failure) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        boolean isPaused = false;
        for (;;) {
            try {
                Link link = connect(taken);
                if (isPaused) {
                    paused.accept(false);
                }
                return link;
            } catch (RefusedException e) {
                throw e;
            } catch (IOException e) {
                Log.debug("the source cannot be reached: " + e.getMessage());
            }
            if (!isPaused) {
                isPaused = true;
                paused.accept(true);
            }
            pause(pause);
            if (isGone() || System.nanoTime() > deadline) {
                throw new IOException(failure.getMessage() + (isGone()
                        ? ", and it has ended"
                        : ", and for " + PATIENCE.toSeconds() + " s it could not be reached"), failure);
            }
            pause = Math.min(pause * 2, LAST_PAUSE_MILLIS);
        }
    }

    private Link connect(PagesTaken taken) throws IOException {
        Link link = transport.connect(address, ANSWER);
        try {
            link.request(new Resume(assignment.pid(), assignment.epoch(), assignment.token(), taken), Done.class, ANSWER);
            return link;
        } catch (IOException e) {
            link.close(e.getMessage());
            throw e;
        }
    }

    private synchronized boolean isGone() {
        return gone;
    }

    private synchronized void pause(long millis) throws IOException {
        try {
            if (!gone) {
                TimeUnit.MILLISECONDS.timedWait(this, millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking for the source", e);
        }
    }
}
