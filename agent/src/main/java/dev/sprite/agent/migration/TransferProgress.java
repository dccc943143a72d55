package dev.sprite.agent.migration;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells how far an image has got while it is written, a few times a second. */
final class TransferProgress extends OutputStream {
    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(250);

    private OutputStream out;
    private final long most;
    private final Consumer<String> progress;
    private final long begun = System.nanoTime();
    private long told = begun;
    private long sent;

    /**
     * Begins.
     *
     * @param most how many bytes the image may have at most, as far as is known
     */
    TransferProgress(OutputStream out, long most, Consumer<String> progress) {
        this.out = out;
        this.most = most;
        this.progress = progress;
    }

    /** What is written from now on goes elsewhere. */
    void leadTo(OutputStream newOut) {
        out = newOut;
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        passed(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        passed(length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    private void passed(int length) {
        sent += length;
        long now = System.nanoTime();
        if (now - told >= EVERY) {
            told = now;
            progress.accept(line(now - begun));
        }
    }

    private String line(long nanos) {
        double perSecond = sent * 1e9 / nanos;
        long left = (long) Math.ceil(Math.max(0, most - sent) / perSecond);
        return "sent " + (sent >> 20) + " of at most " + (Math.max(most, sent) >> 20) + " MB, "
                + ((long) perSecond >> 20) + " MB/s, at most " + left + " s left";
    }
}
