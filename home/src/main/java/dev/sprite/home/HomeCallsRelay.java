package dev.sprite.home;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** Takes the calls that the JDK's classes make at home in a foreign JVM, and makes them there. */
public final class HomeCallsRelay extends SpriteHome {
    private final StandardStreams streams;
    private final long pid;
    private final long startTime;
    private final InetAddress host;
    private final IntSupplier mainStatus;
    private final IntConsumer exit;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Becomes effective with {@link SpriteHome#attach}.
     *
     * @param pid the logical pid
     * @param startTime the home process's, see {@link SpriteHome#startTime()}
     * @param host home's, or {@code null}
     * @param mainStatus the exit status if the program ends with its last thread
     * @param exit told the status once, as the last thing the program does
     */
    public HomeCallsRelay(StandardStreams streams, long pid, long startTime, InetAddress host, IntSupplier mainStatus,
            IntConsumer exit) {
        this.streams = streams;
        this.pid = pid;
        this.startTime = startTime;
        this.host = host;
        this.mainStatus = mainStatus;
        this.exit = exit;
    }

    @Override
    protected void write(int descriptor, byte[] bytes, int offset, int length) throws IOException {
        streams.write(descriptor, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    protected int read(byte[] bytes, int offset, int length) throws IOException {
        byte[] input = streams.read(length);
        System.arraycopy(input, 0, bytes, offset, input.length);
        return input.length == 0 ? -1 : input.length;
    }

    @Override
    protected int available() throws IOException {
        return streams.available();
    }

    @Override
    protected boolean isReadable(boolean wait) throws IOException {
        return streams.isReadable(wait);
    }

    @Override
    protected long skip(long count) throws IOException {
        return streams.skip(count);
    }

    @Override
    protected void close(int descriptor) throws IOException {
        streams.close(descriptor);
    }

    @Override
    protected void ending(Integer status) {
        if (ended.compareAndSet(false, true)) {
            exit.accept(status != null ? status : mainStatus.getAsInt());
        }
    }

    @Override
    protected InetAddress host() {
        return host;
    }

    @Override
    protected long pid() {
        return pid;
    }

    @Override
    protected long started() {
        return startTime;
    }
}
