package dev.sprite.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on to a server, and cuts each at random, or spoils a byte of it. */
final class FrailProxy implements Closeable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final HostAddress server;
    private final int most;
    private final Random random;
    private final AtomicInteger cuts = new AtomicInteger();

    /** @param most how many bytes a connection may carry */
    FrailProxy(HostAddress server, int most, long seed) throws IOException {
        this.server = server;
        this.most = most;
        random = new Random(seed);
        DaemonThreads.start("sprite-proxy", this::serve);
    }

    HostAddress address() {
        return new HostAddress("127.0.0.1", listening.getLocalPort());
    }

    int cuts() {
        return cuts.get();
    }

    private void serve() {
        try {
            for (;;) {
                Socket near = listening.accept();
                Socket far = new Socket(server.host(), server.port());
                int bytes = most / 2 + random.nextInt(most / 2);
                boolean spoils = random.nextBoolean();
                DaemonThreads.start("sprite-proxy-to", () -> pass(near, far, Integer.MAX_VALUE, false));
                DaemonThreads.start("sprite-proxy-from", () -> pass(far, near, bytes, spoils));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, int most, boolean spoils) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[10_000];
            int left = most;
            for (int got = in.read(some); got > 0 && left > 0; got = in.read(some)) {
                if (got >= left) {
                    cuts.incrementAndGet();
                    some[got / 2] ^= (byte) (spoils ? 1 : 0);
                }
                out.write(some, 0, spoils ? got : Math.min(got, left));
                left -= got;
            }
        } catch (IOException e) {
            // cut
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
