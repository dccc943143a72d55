package dev.sprite.transport;

import dev.sprite.transport.message.MalformedMessageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Pages on their way over a link that may break: those the peer has not acknowledged are kept, and sent again over the
 * next link. Pages are counted; each call of {@link #write(byte[], int, int)} makes one.
 *
 * <p>One thread writes and sends; the other methods are for any.
 */
public final class PageBacklog extends OutputStream {
    /** Pages that are kept at most; whoever writes waits for the peer then. */
    private static final int CAPACITY = 64;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Duration patience;
    /** Page {@code n} is at {@code n % CAPACITY}. */
    private final byte[][] pages = new byte[CAPACITY][];
    private final int[] lengths = new int[CAPACITY];
    /** Those before it have been acknowledged. */
    private int first;
    /** Those before it have been sent over this link. */
    private int unsent;
    /** The number of the page to be written next. */
    private int end;
    /** Null while there is none that works. */
    private Link link;
    private String failure;
    private boolean closed;

    /**
     * Starts empty.
     *
     * @param next the number of the page that is written first
     * @param patience how long to wait for another link
     */
    public PageBacklog(Link link, int next, Duration patience) {
        this.link = link;
        this.patience = patience;
        first = next;
        unsent = next;
        end = next;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        while (!keep(bytes, offset, length)) {
            send();
        }
        send();
    }

    /** Returns whether there was room; if not, there is something to be sent again now. */
    private synchronized boolean keep(byte[] bytes, int offset, int length) throws IOException {
        while (end - first == CAPACITY && !hasUnsent()) {
            if (link == null) {
                link();
            } else {
                pause(LOOK_NANOS);
            }
        }
        if (end - first == CAPACITY) {
            return false;
        }
        int slot = end % CAPACITY;
        if (pages[slot] == null || pages[slot].length < length) {
            pages[slot] = new byte[length];
        }
        System.arraycopy(bytes, offset, pages[slot], 0, length);
        lengths[slot] = length;
        end++;
        return true;
    }

    /** Sends what the link has not carried yet; waits for one that works. */
    public void send() throws IOException {
        for (Turn turn = turn(); turn != null; turn = turn()) {
            try {
                turn.link.sendPage(pages[turn.slot], 0, lengths[turn.slot]);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                broken(turn.link, e.getMessage());
            }
        }
    }

    /** A page that is to be sent, over which link. */
    private record Turn(Link link, int slot) {}

    private synchronized Turn turn() throws IOException {
        Link using = unsent < end ? link() : null;
        return unsent < end ? new Turn(using, unsent++ % CAPACITY) : null;
    }

    /** Whether {@link #send} has something to do. */
    public synchronized boolean hasUnsent() {
        return unsent < end && link != null;
    }

    /** The peer has all pages before {@code next}; it may have said so long ago. */
    public synchronized void acknowledged(int next) throws MalformedMessageException {
        if (next > end) {
            throw new MalformedMessageException("page " + (next - 1) + " was acknowledged before page " + end + " was made");
        }
        first = Math.max(first, next);
        notifyAll();
    }

    /** The peer has come over another link; it has all pages before {@code next}. */
    public void resume(Link newLink, int next) throws MalformedMessageException {
        Link old;
        synchronized (this) {
            if (next < first) {
                throw new MalformedMessageException("page " + next + " has been acknowledged, and is not here any more");
            }
            acknowledged(next);
            unsent = next;
            old = link;
            link = newLink;
        }
        if (old != null) {
            old.close("another has come in its place");
        }
    }

    /** Does not use this link any more. */
    public synchronized void broken(Link broken, String reason) {
        if (link == broken) {
            link = null;
            failure = reason;
            notifyAll();
        }
    }

    /**
     * Returns the link that is in use; waits for one that works.
     *
     * @throws IOException if there is none within the time one may take
     */
    public synchronized Link link() throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (link == null) {
            long left = deadline - System.nanoTime();
            if (closed || left <= 0) {
                throw new IOException(failure);
            }
            pause(left);
        }
        return link;
    }

    /** Nothing more is sent; whoever waits gets the reason. */
    public void close(String reason) {
        Link last;
        synchronized (this) {
            last = link;
            link = null;
            failure = reason;
            closed = true;
            notifyAll();
        }
        if (last != null) {
            last.close(reason);
        }
    }

    private void pause(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for another link");
        }
    }
}
