package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.capture.ResidualHeap;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Link;
import dev.sprite.transport.PageBacklog;
import dev.sprite.transport.Received;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.Message;
import dev.sprite.transport.message.MoveMessage.PagesTaken;
import dev.sprite.transport.message.MoveMessage.Running;
import dev.sprite.transport.message.MoveMessage.Touched;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends the contents that an image left out: what the target's program touches first, and the rest in the order in which
 * it is reached, never so much at a time that what is touched has long to wait.
 */
final class PageServer {
    /** About how many bytes come with an object that has been touched: it will be followed by its neighbours. */
    private static final long NEAR = 32 << 10;
    /** About how many bytes there are in other pages. */
    private static final long FAR = 128 << 10;
    private static final long LOOK_MILLIS = 1_000;
    /** Pages that may be on their way unasked. */
    private static final int WINDOW = 16;
    private static final long PATIENCE_SECONDS = 30;
    /** Longer than the target takes to give up, who may notice later than we do that the link has broken. */
    private static final Duration RECONNECTION = Duration.ofMinutes(2);

    /** Null when the target has all of it: this JVM may need the room. */
    private ResidualHeap heap;
    private final PageBacklog pages;
    private final CompletableFuture<Long> running = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile Link serving;
    private int[] touched = {};
    /** Runs of contents that have been written, and those of them that are in place. */
    private int written;
    private int taken;
    private long faults;
    private long runningAt;
    private long doneAt;
    private long objects;
    private long bytes;
    private String closed;

    /** @param link over which the image went */
    PageServer(Link link, ResidualHeap heap) {
        this.heap = heap;
        pages = new PageBacklog(link, heap.next(), RECONNECTION);
    }

    /** Where the heap writes its pages to. */
    OutputStream pages() {
        return Fault.damaging(pages);
    }

    void start() {
        DaemonThreads.start("sprite-faults", this::receive);
        DaemonThreads.start("sprite-pages", this::send);
    }

    /** Waits until the program runs there; returns how many nanoseconds after the target was ready it did. */
    long awaitRunning() throws IOException {
        try {
            return running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Completed when nothing is left here, or nobody is there to take it. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** Waits until that is so, and fills in the figures that were not known yet. */
    MigrationReport complete(MigrationReport report) throws IOException {
        try {
            done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("the process runs at " + report.to() + ", but its pages have been lost: "
                    + e.getCause().getMessage(), e);
        }
        synchronized (this) {
            return new MigrationReport(report.pid(), report.from(), report.to(), report.strategy(), report.result(),
                    report.freezeMillis(), report.totalMillis(), report.threads(), report.frames(), objects,
                    report.bytesFrozen(), bytes, faults, (doneAt - runningAt) / 1e6);
        }
    }

    /** The target has come over another link, and has what it says. */
    void resume(Link link, PagesTaken there) throws IOException {
        pages.resume(link, there.next());
        taken(there);
        Log.info("pages go on over another link");
    }

    private void receive() {
        try {
            while (receive(pages.link())) {
                // over one link after the other
            }
            done.complete(null);
            close("all pages have been sent");
        } catch (IOException e) {
            close(e.getMessage());
            running.completeExceptionally(e);
            done.completeExceptionally(e);
        }
    }

    /** Returns whether the target goes on over another link. */
    private boolean receive(Link link) throws IOException {
        serving = link;
        try {
            Received received = link.receive();
            while (take(received.message())) {
                received = link.receive();
            }
            link.reply(received, new Done());
            return false;
        } catch (IOException e) {
            Log.info("pages are held back: " + e.getMessage());
            link.close(e.getMessage());
            pages.broken(link, e.getMessage());
            return true;
        }
    }

    private synchronized boolean take(Message message) throws IOException {
        if (message instanceof Touched fault) {
            int known = touched.length;
            touched = Arrays.copyOf(touched, known + fault.objects().length);
            System.arraycopy(fault.objects(), 0, touched, known, fault.objects().length);
            faults += fault.objects().length;
        } else if (message instanceof PagesTaken there) {
            pages.acknowledged(there.next());
            taken(there);
        } else if (message instanceof Running there) {
            runningAt = runningAt == 0 ? System.nanoTime() : runningAt;
            running.complete(there.sinceReady());
        } else if (message instanceof Done) {
            doneAt = System.nanoTime();
            return false;
        } else {
            throw new IOException("the target sent " + message.getClass().getSimpleName() + " among faults");
        }
        notifyAll();
        return true;
    }

    private synchronized void taken(PagesTaken there) {
        taken = Math.max(taken, there.runs());
        notifyAll();
    }

    private void close(String reason) {
        synchronized (this) {
            closed = reason;
            notifyAll();
        }
        pages.close(reason);
    }

    private void send() {
        try {
            boolean more = true;
            while (more) {
                int[] wanted = awaitTurn();
                if (wanted.length > 0) {
                    heap.write(wanted, Fault.holdsPages() ? 0 : NEAR);
                } else {
                    more = heap.writeNext(FAR);
                }
            }
            heap.end();
            synchronized (this) {
                objects = heap.objects();
                bytes = heap.bytes();
            }
            awaitEnd();
        } catch (IOException e) {
            Log.debug("pages are not sent: " + e.getMessage());
            close(e.getMessage());
        } catch (RuntimeException | Error e) {
            Log.error("pages cannot be sent, and the process cannot go on: " + Log.trace(e));
            close("pages cannot be sent: " + e.getMessage());
        } finally {
            heap = null;
        }
    }

    /** Returns what has been touched; nothing if some other page may go. */
    private int[] awaitTurn() throws IOException {
        int[] wanted = nextWanted();
        while (wanted == null) {
            pages.send(); // what another link is to carry again
            wanted = nextWanted();
        }
        return wanted;
    }

    /** As {@link #awaitTurn}; null if something is to be sent again. */
    private synchronized int[] nextWanted() throws IOException {
        while (touched.length == 0 && (written - taken >= WINDOW || Fault.holdsPages() && !heap.isAwaited())) {
            if (pages.hasUnsent()) {
                return null;
            }
            look();
        }
        int[] wanted = touched;
        touched = new int[0];
        written++;
        return wanted;
    }

    /** Waits until the target has all, which may have to be sent again for that. */
    private void awaitEnd() throws IOException {
        while (!done.isDone()) {
            pages.send();
            synchronized (this) {
                look();
            }
        }
    }

    private synchronized void look() throws IOException {
        if (closed != null) {
            throw new IOException(closed);
        }
        if (serving != null && Fault.cutsPages()) {
            serving.close("cut, for a test");
        }
        try {
            wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
