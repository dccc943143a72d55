package dev.sprite.transport;

import dev.sprite.transport.message.LinkMessage.Done;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes links to other hosts and accepts theirs: TLS 1.3 from the first byte, and only with holders of the same
 * cluster key. One event loop on one daemon thread; each accepted link gets a daemon thread of its own.
 */
public final class Transport implements Closeable {
    /** How long either side of a new connection waits for the other's next word: an overloaded host is slow to speak. */
    public static final Duration FIRST_WORD = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Transport.class);
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(1 << 20, 2 << 20);
    private static final int REHEARSED_MESSAGES = 20;
    private static final int REHEARSED_BYTES = 1 << 20;
    private static final AtomicInteger linkThreads = new AtomicInteger();

    private final ClusterKey key;
    private final Heartbeat heartbeat;
    private final EventLoopGroup loop;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    public Transport(ClusterKey key) {
        this(key, Heartbeat.DEFAULT);
    }

    public Transport(ClusterKey key, Heartbeat heartbeat) {
        this.key = key;
        this.heartbeat = heartbeat;
        NettySetup.ensureDone();
        this.loop = new MultiThreadIoEventLoopGroup(1, Transport::loopThread, NioIoHandler.newFactory());
    }

    private static Thread loopThread(Runnable work) {
        return DaemonThreads.make("sprite-net", work);
    }

    /**
     * Opens a link.
     *
     * @throws IOException with a message that says what to do: nobody listens there, it does not speak our protocol, or
     *     it does not hold our cluster key
     */
    public Link connect(HostAddress address, Duration timeout) throws IOException {
        CompletableFuture<Link> link = new CompletableFuture<>();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        openAfterHandshake(channel, tlsHandler(true, timeout), link);
                    }
                });
        ChannelFuture connected = bootstrap.connect(address.toSocketAddress()).awaitUninterruptibly();
        if (!connected.isSuccess()) {
            throw new IOException("cannot reach " + address + ": " + reason(connected.cause())
                    + "; is a daemon running there?", connected.cause());
        }
        try {
            return link.get();
        } catch (ExecutionException e) {
            throw new IOException(refusal(address.toString(), e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            connected.channel().close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while connecting to " + address);
        }
    }

    /** Listens at {@code address} (port 0: any) and hands every accepted link to {@code handler} on its own thread. */
    public LinkServer listen(HostAddress address, Consumer<Link> handler) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, handler);
                    }
                });
        ChannelFuture bound = bootstrap.bind(address.toSocketAddress()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + address + ": " + reason(bound.cause()), bound.cause());
        }
        return new LinkServer(bound.channel());
    }

    private void accept(SocketChannel channel, Consumer<Link> handler) {
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        accepted.whenComplete((link, failure) -> {
            if (failure == null) {
                DaemonThreads.start("sprite-link-" + linkThreads.incrementAndGet(), () -> handler.accept(link));
            } else {
                log.warn("refused {}", refusal(HostAddress.of(channel.remoteAddress()).toString(), failure));
            }
        });
        openAfterHandshake(channel, tlsHandler(false, FIRST_WORD), accepted);
    }

    /** Makes a link to itself and sends something over it, so that the code which does that is linked and compiled. */
    public void rehearse() throws IOException {
        try (LinkServer server = listen(new HostAddress("127.0.0.1", 0), Transport::echo)) {
            Link link = connect(server.address(), FIRST_WORD);
            for (int i = 0; i < REHEARSED_MESSAGES; i++) {
                link.request(new Done(), Done.class, FIRST_WORD);
            }
            try (PageOutput nothing = new PageOutput(link)) {
                nothing.write(new byte[REHEARSED_BYTES]);
            }
            link.expect(Done.class, FIRST_WORD);
            link.close("rehearsed");
        }
    }

    private static void echo(Link link) {
        try {
            for (int i = 0; i < REHEARSED_MESSAGES; i++) {
                link.reply(link.receive(FIRST_WORD), new Done());
            }
            new PageInput(link, FIRST_WORD).transferTo(OutputStream.nullOutputStream());
            link.send(new Done());
        } catch (IOException e) {
            log.debug("rehearsal: {}", e.getMessage());
        }
    }

    /** The handlers of frames come to be as the handshake succeeds, so nothing is parsed before and nothing is lost. */
    private void openAfterHandshake(Channel channel, SslHandler tls, CompletableFuture<Link> opened) {
        ChannelHandler untilThen = new FailuresAreReported();
        channel.pipeline().addLast(tls, untilThen);
        tls.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                Link link = new Link(channel, heartbeat);
                channel.pipeline().addLast(new FrameDecoder(), link.new Inlet()).remove(untilThen);
                links.add(link);
                link.onClose(reason -> links.remove(link));
                opened.complete(link);
            } else {
                channel.close();
                opened.completeExceptionally(shaken.cause());
            }
        });
    }

    /** What goes wrong with a handshake reaches whoever waits for it; it need not be logged besides. */
    private static final class FailuresAreReported extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
    }

    private SslHandler tlsHandler(boolean client, Duration timeout) {
        SSLEngine engine = key.tls().createSSLEngine();
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        if (!client) {
            engine.setNeedClientAuth(true);
        }
        SslHandler tls = new SslHandler(engine);
        tls.setHandshakeTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return tls;
    }

    private static String refusal(String peer, Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof WrongKeyException) {
                return peer + ": it has another cluster key; copy this one there with `sprite key --export FILE` and"
                        + " `sprite key --import FILE`";
            }
        }
        if (cause instanceof ClosedChannelException) {
            return peer + ": it closed the connection before it had shown a cluster key";
        }
        return peer + ": it does not speak TLS with this user's cluster key (" + reason(cause) + ")";
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer";
        }
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof NotSslRecordException) {
                return "no TLS at all";
            }
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        int colon = message.indexOf(": /");
        return colon > 0 ? message.substring(0, colon) : message;
    }

    /** Closes every link and listener. */
    @Override
    public void close() {
        for (Link link : links) {
            link.close("shutting down");
            link.awaitClosed(Duration.ofSeconds(1));
        }
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
