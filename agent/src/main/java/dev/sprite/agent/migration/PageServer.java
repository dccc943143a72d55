package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.capture.ResidualHeap;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Link;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.Message;
import dev.sprite.transport.message.MoveMessage.PageTaken;
import dev.sprite.transport.message.MoveMessage.Running;
import dev.sprite.transport.message.MoveMessage.Touched;
import java.io.IOException;
import java.io.OutputStream;
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

    private final Link link;
    /** Null when all of it has been sent: this JVM may need the room. */
    private ResidualHeap heap;
    private final OutputStream pages;
    private final CompletableFuture<Long> running = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int[] touched = {};
    private int underWay;
    private long faults;
    private long runningAt;
    private long doneAt;
    private long objects;
    private long bytes;
    private String closed;

    /** @param pages where the image went */
    PageServer(Link link, ResidualHeap heap, OutputStream pages) {
        this.link = link;
        this.heap = heap;
        this.pages = pages;
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

    private void receive() {
        try {
            while (take(link.receive().message())) {
                // until all is there
            }
            done.complete(null);
            close("all pages have been sent");
        } catch (IOException e) {
            close(e.getMessage());
            running.completeExceptionally(e);
            done.completeExceptionally(e);
        }
    }

    private synchronized boolean take(Message message) throws IOException {
        if (message instanceof Touched fault) {
            int known = touched.length;
            touched = Arrays.copyOf(touched, known + fault.objects().length);
            System.arraycopy(fault.objects(), 0, touched, known, fault.objects().length);
            faults += fault.objects().length;
        } else if (message instanceof PageTaken) {
            underWay--;
        } else if (message instanceof Running there) {
            runningAt = System.nanoTime();
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

    private synchronized void close(String reason) {
        closed = reason;
        notifyAll();
        link.close(reason);
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
            heap = null;
            pages.close();
        } catch (IOException e) {
            Log.debug("pages are not sent: " + e.getMessage());
            close(e.getMessage());
        } catch (RuntimeException | Error e) {
            Log.error("pages cannot be sent, and the process cannot go on: " + Log.trace(e));
            close("pages cannot be sent: " + e.getMessage());
        }
    }

    /** Returns what has been touched; nothing if some other page may go. */
    private synchronized int[] awaitTurn() throws IOException {
        while (closed == null && touched.length == 0 && (underWay >= WINDOW || Fault.holdsPages())) {
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }
        if (closed != null) {
            throw new IOException(closed);
        }
        int[] wanted = touched;
        touched = new int[0];
        underWay++;
        return wanted;
    }
}
