package dev.sprite.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;

/** A terminal that remembers what was written, and types what a test gives it. */
final class RecordedStreams implements StandardStreams {
    final BlockingDeque<byte[]> input = new LinkedBlockingDeque<>();
    final List<Integer> asked = new CopyOnWriteArrayList<>();
    volatile boolean slow;
    volatile String broken;

    private final StringBuffer written = new StringBuffer();

    String written() {
        return written.toString();
    }

    @Override
    public void write(int descriptor, byte[] bytes) throws IOException {
        if (broken != null) {
            throw new IOException(broken);
        }
        if (slow) {
            Thread.yield();
        }
        written.append(descriptor).append(':').append(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public byte[] read(int length) throws IOException {
        asked.add(length);
        try {
            byte[] next = input.take();
            if (next.length > length) {
                input.addFirst(Arrays.copyOfRange(next, length, next.length));
                return Arrays.copyOf(next, length);
            }
            return next;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public int available() {
        byte[] next = input.peek();
        return next == null ? 0 : next.length;
    }

    @Override
    public boolean isReadable(boolean wait) throws IOException {
        while (wait && input.isEmpty()) {
            Thread.onSpinWait();
        }
        return !input.isEmpty();
    }

    @Override
    public long skip(long count) throws IOException {
        return read((int) count).length;
    }

    @Override
    public void close(int descriptor) {}
}
