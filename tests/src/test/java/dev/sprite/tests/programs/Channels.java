package dev.sprite.tests.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Channels of sockets, and selectors, that threads wait for while the program is at its gate, and others made behind it. */
public final class Channels {
    private static final int LARGE = 3_000_000;

    private Channels() {}

    /** Two ends of one connection. */
    private record Pair(SocketChannel near, SocketChannel far) {
        static Pair of(ServerSocketChannel server) throws IOException {
            SocketChannel near = SocketChannel.open(server.getLocalAddress());
            return new Pair(near, server.accept());
        }
    }

    public static void main(String[] args) throws Exception {
        ServerSocketChannel server = listening();
        Pair unread = Pair.of(server);
        unread.near().write(ByteBuffer.wrap("left behind".getBytes()));
        unread.near().setOption(StandardSocketOptions.TCP_NODELAY, true);
        Pair idle = Pair.of(server);
        Pair busy = Pair.of(server);
        ServerSocketChannel other = listening();
        CompletableFuture<SocketChannel> accepted = begin(other::accept);
        CompletableFuture<String> read = begin(() -> read(unread.near()));
        CompletableFuture<String> closed = begin(() -> read(idle.near()));
        CompletableFuture<Integer> written = begin(() -> busy.near().write(ByteBuffer.allocateDirect(LARGE)));

        Pair selected = Pair.of(server);
        Selector ready = Selector.open();
        selected.near().configureBlocking(false);
        SelectionKey key = selected.near().register(ready, SelectionKey.OP_READ, "attached");
        selected.far().write(ByteBuffer.wrap(new byte[] {1}));
        System.out.println(ready.select() + " " + key.isReadable());
        Selector waiting = Selector.open();
        Pair late = Pair.of(server);
        late.near().configureBlocking(false);
        late.near().register(waiting, SelectionKey.OP_READ);
        CompletableFuture<Integer> selecting = begin(waiting::select);
        Selector woken = Selector.open();
        CompletableFuture<Integer> waking = begin(woken::select);
        Selector timed = Selector.open();
        CompletableFuture<Integer> timing = begin(() -> timed.select(20));

        Gate.await(args[0]);

        System.out.println(read(unread.far()) + " " + unread.near().getOption(StandardSocketOptions.TCP_NODELAY));
        unread.far().write(ByteBuffer.wrap("read at last".getBytes()));
        System.out.println(read.join());
        SocketChannel connection = SocketChannel.open(other.getLocalAddress());
        System.out.println(accepted.join().getRemoteAddress().equals(connection.getLocalAddress()));
        idle.near().close();
        System.out.println(outcome(closed));
        ByteBuffer all = ByteBuffer.allocate(LARGE);
        while (all.hasRemaining()) {
            busy.far().read(all);
        }
        System.out.println(all.position() + " " + written.join());

        System.out.println(ready.selectedKeys().contains(key) + " " + key.attachment() + " " + read(selected.near()));
        ready.selectedKeys().clear();
        System.out.println(ready.selectNow());
        selected.far().write(ByteBuffer.wrap(new byte[] {2}));
        System.out.println(ready.select(each -> System.out.println(each == key)));
        key.interestOps(SelectionKey.OP_WRITE);
        System.out.println(ready.select() + " " + key.isWritable());
        key.cancel();
        System.out.println(ready.selectNow() + " " + selected.near().isRegistered());
        late.far().write(ByteBuffer.wrap(new byte[] {3}));
        System.out.println(selecting.join() + " " + waiting.selectedKeys().size());
        woken.wakeup();
        System.out.println(waking.join() + " " + timing.join());
        woken.close();
        System.out.println(outcome(begin(woken::select)));
        makeNew();
    }

    private static void makeNew() throws Exception {
        try (ServerSocketChannel server = listening(); Selector selector = Selector.open()) {
            server.configureBlocking(false);
            System.out.println(server.accept());
            server.register(selector, SelectionKey.OP_ACCEPT);
            SocketChannel near = SocketChannel.open();
            near.configureBlocking(false);
            near.connect(server.getLocalAddress());
            near.register(selector, SelectionKey.OP_CONNECT);
            SocketChannel far = null;
            boolean connected = false;
            while (far == null || !connected) {
                selector.select();
                connected |= near.finishConnect();
                far = far == null ? server.accept() : far;
                selector.selectedKeys().clear();
            }
            near.write(new ByteBuffer[] {ByteBuffer.wrap("ga".getBytes()), ByteBuffer.wrap("thered".getBytes())});
            ByteBuffer[] scattered = {ByteBuffer.allocate(3), ByteBuffer.allocate(5)};
            while (scattered[1].hasRemaining()) {
                far.read(scattered);
            }
            System.out.println(new String(scattered[0].array()) + " " + new String(scattered[1].array()));
            near.close();
            System.out.println(far.read(ByteBuffer.allocate(1)));
            SocketChannel idle = Pair.of(listening()).near();
            CompletableFuture<Object> interrupted = begin(() -> {
                Thread.currentThread().interrupt();
                return read(idle);
            });
            System.out.println(outcome(interrupted));
        }
    }

    private static ServerSocketChannel listening() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        int count = channel.read(buffer);
        return count + " " + new String(buffer.array(), 0, Math.max(count, 0));
    }

    private static <T> CompletableFuture<T> begin(Callable<T> work) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(work.call());
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }

    private static String outcome(CompletableFuture<?> work) {
        try {
            return "" + work.join();
        } catch (CompletionException e) {
            return e.getCause().getClass().getName();
        }
    }
}
