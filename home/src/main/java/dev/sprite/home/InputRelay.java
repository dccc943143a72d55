package dev.sprite.home;

import dev.sprite.transport.DaemonThreads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Standard input for foreign processes: one thread reads what has been asked for and no more. Input that arrives for a
 * process that has moved on meanwhile is kept for its next read.
 */
final class InputRelay {
    /** Someone who asked for input. */
    interface Reader {
        /** Whether it still wants it. */
        boolean isWaiting();

        /** Takes the input; no bytes is the end. */
        void take(byte[] bytes);

        /** Hears that there is input, or its end, if that is what it asked for. */
        void readable();

        void failed(IOException e);
    }

    private record Request(Reader reader, int length) {}

    private final StandardStreams streams;
    private final ArrayDeque<Request> requests = new ArrayDeque<>();
    private ByteArrayInputStream kept = new ByteArrayInputStream(new byte[0]);
    private boolean started;
    private final List<Reader> watchers = new ArrayList<>();
    private boolean watching;

    InputRelay(StandardStreams streams) {
        this.streams = streams;
    }

    synchronized void request(Reader reader, int length) {
        requests.add(new Request(reader, length));
        if (!started) {
            started = true;
            DaemonThreads.start("sprite-stdin", this::serve);
        }
        notifyAll();
    }

    /** Tells {@code reader} as soon as there is input, or its end. */
    synchronized void awaitReadable(Reader reader) {
        if (kept.available() > 0) {
            reader.readable();
            return;
        }
        watchers.add(reader);
        if (!watching) {
            watching = true;
            DaemonThreads.start("sprite-stdin-watch", this::watch);
        }
    }

    private void watch() {
        IOException failure = null;
        try {
            streams.isReadable(true);
        } catch (IOException e) {
            failure = e;
        }
        List<Reader> told;
        synchronized (this) {
            watching = false;
            told = new ArrayList<>(watchers);
            watchers.clear();
        }
        for (Reader reader : told) {
            if (failure == null) {
                reader.readable();
            } else {
                reader.failed(failure);
            }
        }
    }

    synchronized boolean isReadable() throws IOException {
        return kept.available() > 0 || streams.isReadable(false);
    }

    synchronized int available() throws IOException {
        return kept.available() + streams.available();
    }

    synchronized long skip(long count) throws IOException {
        long skipped = kept.skip(count);
        return skipped < count ? skipped + streams.skip(count - skipped) : skipped;
    }

    private void serve() {
        try {
            for (;;) {
                serve(next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Request next() throws InterruptedException {
        while (requests.isEmpty()) {
            wait();
        }
        return requests.remove();
    }

    private void serve(Request request) {
        if (!request.reader().isWaiting()) {
            return;
        }
        try {
            byte[] bytes = takeKept(request.length());
            if (bytes.length == 0) {
                bytes = streams.read(request.length());
            }
            if (request.reader().isWaiting()) {
                request.reader().take(bytes);
            } else {
                keep(bytes);
            }
        } catch (IOException e) {
            request.reader().failed(e);
        }
    }

    private synchronized byte[] takeKept(int length) throws IOException {
        return kept.readNBytes(length);
    }

    private synchronized void keep(byte[] bytes) {
        kept = new ByteArrayInputStream(bytes);
    }
}
