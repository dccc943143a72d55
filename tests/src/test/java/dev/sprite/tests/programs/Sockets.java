package dev.sprite.tests.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sockets in every state that the program has while it waits at its gate, and others that it makes behind it. */
public final class Sockets {
    private static final int LARGE = 3_000_000;

    private Sockets() {}

    /** Two ends of one connection. */
    private record Pair(Socket near, Socket far) {
        static Pair of(ServerSocket server) throws IOException {
            Socket near = new Socket(server.getInetAddress(), server.getLocalPort());
            return new Pair(near, server.accept());
        }

        void close() throws IOException {
            near.close();
            far.close();
        }
    }

    public static void main(String[] args) throws Exception {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Pair unread = Pair.of(server);
        unread.near().getOutputStream().write("left behind\nto be read\n".getBytes());
        BufferedReader lines = new BufferedReader(new InputStreamReader(unread.far().getInputStream()));
        System.out.println(lines.readLine());
        Pair set = Pair.of(server);
        set.near().setTcpNoDelay(true);
        set.near().setKeepAlive(true);
        set.near().setSoLinger(true, 7);
        set.near().setSoTimeout(20);
        int port = set.near().getLocalPort();
        Pair halfClosed = Pair.of(server);
        halfClosed.near().shutdownOutput();
        Pair closed = Pair.of(server);
        closed.near().close();
        Pair busy = Pair.of(server);
        Pair idle = Pair.of(server);
        Socket unbound = new Socket();
        CompletableFuture<Integer> read = begin(() -> unread.near().getInputStream().read());
        CompletableFuture<Integer> interrupted = begin(() -> idle.near().getInputStream().read());
        CompletableFuture<Object> written = begin(() -> {
            busy.near().getOutputStream().write(new byte[LARGE]);
            return "written";
        });
        ServerSocket other = new ServerSocket(0);
        CompletableFuture<Socket> accepted = begin(other::accept);

        Gate.await(args[0]);

        System.out.println(lines.readLine());
        unread.far().getOutputStream().write(42);
        System.out.println(read.join());
        System.out.println(set.near().getTcpNoDelay() + " " + set.near().getKeepAlive() + " "
                + set.near().getSoLinger() + " " + set.near().getSoTimeout() + " " + set.near().isConnected());
        System.out.println((set.near().getLocalPort() == port) + " " + (set.far().getPort() == port) + " "
                + set.near().getRemoteSocketAddress().equals(server.getLocalSocketAddress()));
        System.out.println(outcome(() -> set.near().getInputStream().read()));
        System.out.println(halfClosed.far().getInputStream().read() + " " + halfClosed.near().isOutputShutdown());
        System.out.println(outcome(() -> {
            halfClosed.near().getOutputStream().write(1);
            return null;
        }));
        halfClosed.far().getOutputStream().write(9);
        System.out.println(halfClosed.near().getInputStream().read());
        System.out.println(closed.far().getInputStream().read() + " " + closed.near().isClosed()
                + outcome(() -> closed.near().getInputStream()));
        System.out.println(busy.far().getInputStream().readNBytes(LARGE).length + " " + written.join());
        idle.near().close();
        System.out.println(outcome(interrupted::join));
        Socket late = new Socket(InetAddress.getLoopbackAddress(), other.getLocalPort());
        System.out.println(accepted.join().getPort() == late.getLocalPort());
        unbound.connect(server.getLocalSocketAddress(), 1000);
        System.out.println(server.accept().getRemoteSocketAddress().equals(unbound.getLocalSocketAddress()));
        for (Pair pair : Arrays.asList(unread, set, halfClosed, closed, busy, idle)) {
            pair.close();
        }
        server.close();
        System.out.println(outcome(() -> new Socket(server.getInetAddress(), server.getLocalPort())));
        other.setSoTimeout(1);
        System.out.println(outcome(other::accept));
        makeNew();
        if (Runtime.version().feature() >= 25) {
            makeNewOnVirtualThread();
        }
    }

    private static void makeNewOnVirtualThread() throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Runnable work = () -> complete(outcome, () -> {
            makeNew();
            return "on a virtual thread, too";
        });
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        System.out.println(outcome.join());
    }

    private static void makeNew() throws Exception {
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.setOption(StandardSocketOptions.SO_RCVBUF, 20_000);
            server.bind(new InetSocketAddress("localhost", 0));
            Pair pair = Pair.of(server);
            pair.near().setReceiveBufferSize(30_000);
            System.out.println(pair.near().getReceiveBufferSize() + " " + server.getReceiveBufferSize());
            byte[] large = new byte[LARGE];
            for (int i = 0; i < large.length; i++) {
                large[i] = (byte) (i * 31 + (i >> 10));
            }
            CompletableFuture<Object> sent = begin(() -> {
                OutputStream out = pair.near().getOutputStream();
                out.write(large);
                pair.near().shutdownOutput();
                return "sent";
            });
            InputStream in = pair.far().getInputStream();
            System.out.println(Arrays.equals(in.readAllBytes(), large) + " " + sent.join());
            pair.far().setSoLinger(true, 0);
            pair.far().close();
            System.out.println(outcome(() -> pair.near().getInputStream().read()));
            CompletableFuture<Socket> waiting = begin(server::accept);
            server.close();
            System.out.println(outcome(waiting::join));
        }
    }

    private static <T> CompletableFuture<T> begin(Callable<T> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(outcome, work));
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }

    private static <T> void complete(CompletableFuture<T> outcome, Callable<T> work) {
        try {
            outcome.complete(work.call());
        } catch (Exception e) {
            outcome.completeExceptionally(e);
        }
    }

    private static String outcome(Callable<?> action) throws Exception {
        try {
            return "" + action.call();
        } catch (SocketTimeoutException | SocketException e) {
            return e.getClass().getName() + ": " + e.getMessage();
        } catch (CompletionException e) {
            return e.getCause().getClass().getName();
        }
    }
}
