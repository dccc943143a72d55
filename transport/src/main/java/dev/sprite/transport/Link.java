package dev.sprite.transport;

import dev.sprite.transport.message.LinkMessage;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.LinkMessage.Goodbye;
import dev.sprite.transport.message.LinkMessage.Ping;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.MalformedMessageException;
import dev.sprite.transport.message.Message;
import dev.sprite.transport.message.MessageKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * An authenticated connection to another host, for blocking callers.
 *
 * <p>Messages arrive in the order in which they were sent. Replies go to whoever waits in {@link #request}; everything
 * else is handed out by {@link #receive}, which is meant for one thread. Sending blocks while the peer is slower than
 * we are, and never on the event loop's thread. All methods may be called from any other thread.
 *
 * <p>A thread that is interrupted in here gets an {@link InterruptedIOException} and keeps its interrupt status.
 */
public final class Link implements Closeable {
    private static final long PAUSE_READING_ABOVE = 8L << 20;
    private static final long READ_AGAIN_BELOW = 2L << 20;

    /** Enough for the compiler to take notice. */
    private static final int REHEARSALS = 200;
    private static final long REHEARSAL_NANOS = 100_000_000;

    private final Channel channel;
    private final String peer;
    private final Heartbeat heartbeat;

    /** Guards everything below; also what senders and receivers wait on. */
    private final Object lock = new Object();

    private final ArrayDeque<Frame> inbox = new ArrayDeque<>();
    private final Map<Integer, CompletableFuture<Frame>> pending = new HashMap<>();
    private final List<Consumer<String>> closeListeners = new ArrayList<>();
    private long inboxBytes;
    private int lastRequest;
    private String closed;

    private volatile long lastHeard = System.nanoTime();
    private volatile Duration patience;
    private ScheduledFuture<?> pulse;

    Link(Channel channel, Heartbeat heartbeat) {
        this.channel = channel;
        this.heartbeat = heartbeat;
        this.patience = heartbeat.patience();
        this.peer = HostAddress.of((InetSocketAddress) channel.remoteAddress()).toString();
    }

    /** The peer's address, for messages to the user. */
    public String peer() {
        return peer;
    }

    /** Our own address on this link, without the port: one that the peer's host can reach. */
    public String localHost() {
        return ((InetSocketAddress) channel.localAddress()).getAddress().getHostAddress();
    }

    /** The peer may be silent for so long before this link is closed. */
    public void bearSilence(Duration patience) {
        this.patience = patience;
    }

    public boolean isOpen() {
        synchronized (lock) {
            return closed == null;
        }
    }

    /** Sends a one-way message. */
    public void send(Message message) throws IOException {
        send(message, 0);
    }

    /**
     * Sends a page; the array may be used again at once.
     *
     * @throws RefusedException if the peer has refused what the page belongs to
     */
    public void sendPage(byte[] bytes, int offset, int length) throws IOException {
        ByteBuf frame = header(MessageKind.PAGE, 0, length);
        frame.writeBytes(bytes, offset, length);
        write(frame, true);
    }

    /** Answers a request. */
    public void reply(Received request, Message answer) throws IOException {
        if (request.expectsReply()) {
            send(answer, -request.correlation());
        }
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws RefusedException if the peer refuses
     * @throws SocketTimeoutException if no answer comes in time; a later one is dropped
     * @throws MalformedMessageException if the answer is of another type; the link is closed then
     */
    public <T extends Message> T request(Message message, Class<T> answerType, Duration timeout) throws IOException {
        return await(ask(message), answerType, timeout);
    }

    /** Sends a request whose answer is collected later with {@link #await}. */
    public Answer ask(Message message) throws IOException {
        Answer answer = new Answer();
        synchronized (lock) {
            checkOpen();
            answer.correlation = ++lastRequest;
            pending.put(answer.correlation, answer.frame);
        }
        send(message, answer.correlation);
        return answer;
    }

    /** An answer on its way. */
    public static final class Answer {
        private final CompletableFuture<Frame> frame = new CompletableFuture<>();
        private int correlation;

        private Answer() {}
    }

    /** Waits for an answer; see {@link #request}. */
    public <T extends Message> T await(Answer answer, Class<T> answerType, Duration timeout) throws IOException {
        try {
            Message message = decode(answer.frame.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
            if (message instanceof Refused refused) {
                throw new RefusedException(refused);
            }
            if (!answerType.isInstance(message)) {
                throw broken(new MalformedMessageException("answered with " + message.getClass().getSimpleName()
                        + " where " + answerType.getSimpleName() + " belongs"));
            }
            return answerType.cast(message);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer from " + peer + " within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new LinkClosedException(e.getCause().getMessage());
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            synchronized (lock) {
                pending.remove(answer.correlation);
            }
        }
    }

    /** Returns the next message that is not a reply; waits as long as it takes. */
    public Received receive() throws IOException {
        return receive(Duration.ofDays(365));
    }

    /**
     * Returns the next message that is not a reply.
     *
     * @throws SocketTimeoutException if none comes in time
     * @throws LinkClosedException once the link is closed and everything that arrived before has been handed out
     */
    public Received receive(Duration timeout) throws IOException {
        Frame frame = next(timeout);
        return new Received(decode(frame), frame.correlation());
    }

    /** As {@link #receive}, but the message must be of the given type and the link is closed if it is not. */
    public <T extends Message> T expect(Class<T> type, Duration timeout) throws IOException {
        Message message = receive(timeout).message();
        if (message instanceof Refused refused) {
            throw new RefusedException(refused);
        }
        if (!type.isInstance(message)) {
            throw broken(new MalformedMessageException("sent " + message.getClass().getSimpleName() + " where "
                    + type.getSimpleName() + " belongs"));
        }
        return type.cast(message);
    }

    private Frame next(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (inbox.isEmpty()) {
                checkOpen();
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException("nothing from " + peer + " within " + timeout.toSeconds() + " s");
                }
                pause(left);
            }
            Frame frame = inbox.remove();
            inboxBytes -= frame.payload().length;
            if (inboxBytes < READ_AGAIN_BELOW && !channel.config().isAutoRead()) {
                lastHeard = System.nanoTime();
                channel.config().setAutoRead(true);
            }
            return frame;
        }
    }

    /**
     * Makes both ends and the connection do what an exchange takes, so that it is compiled when time matters.
     *
     * @param patience how long to wait for each answer
     */
    public void rehearse(Duration patience) throws IOException {
        long end = System.nanoTime() + REHEARSAL_NANOS;
        for (int i = 0; i < REHEARSALS && System.nanoTime() < end; i++) {
            request(new Ping(), Done.class, patience);
        }
    }

    /** Has {@code listener} called once with the reason when the link closes; it must not block. */
    public void onClose(Consumer<String> listener) {
        String reason;
        synchronized (lock) {
            reason = closed;
            if (reason == null) {
                closeListeners.add(listener);
            }
        }
        if (reason != null) {
            listener.accept(reason);
        }
    }

    @Override
    public void close() {
        close("the other end is done");
    }

    /** Delivers what has been sent, tells the peer the reason, and closes. Returns at once. */
    public void close(String reason) {
        if (channel.isActive()) {
            channel.writeAndFlush(frameOf(new Goodbye(reason), 0)).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
        ended("closed here: " + reason);
    }

    /** Waits until nothing can be sent or received any more, for what {@link #close} started or the peer will do. */
    public void awaitClosed(Duration patience) {
        channel.closeFuture().awaitUninterruptibly(patience.toMillis());
    }

    private void send(Message message, int correlation) throws IOException {
        write(frameOf(message, correlation), false);
    }

    private ByteBuf frameOf(Message message, int correlation) {
        byte[] payload = MessageKind.encode(message);
        MessageKind kind = MessageKind.of(message);
        if (payload.length > kind.limit()) {
            throw new IllegalArgumentException(
                    "a " + kind + " of " + payload.length + " bytes; at most " + kind.limit() + " can be sent");
        }
        return header(kind, correlation, payload.length).writeBytes(payload);
    }

    private ByteBuf header(MessageKind kind, int correlation, int length) {
        ByteBuf frame = channel.alloc().buffer(Frame.HEADER + length);
        return frame.writeInt(length).writeByte(kind.code()).writeInt(correlation);
    }

    private void write(ByteBuf frame, boolean unlessRefused) throws IOException {
        try {
            synchronized (lock) {
                checkWanted(unlessRefused);
                // a close listener may send a last word; it must not wait for itself
                while (!channel.isWritable() && !channel.eventLoop().inEventLoop()) {
                    pause(TimeUnit.SECONDS.toNanos(1));
                    checkWanted(unlessRefused);
                }
            }
        } catch (IOException e) {
            frame.release();
            throw e;
        }
        channel.writeAndFlush(frame);
    }

    private void pause(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.timedWait(lock, Math.max(nanos, 1_000_000));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while talking to " + peer);
    }

    /** What the peer has said last tells more than that it is gone. */
    private void checkWanted(boolean unlessRefused) throws IOException {
        Frame next = unlessRefused ? inbox.peek() : null;
        if (next != null && next.kind() == MessageKind.REFUSED) {
            throw new RefusedException((Refused) decode(next));
        }
        checkOpen();
    }

    private void checkOpen() throws LinkClosedException {
        if (closed != null) {
            throw new LinkClosedException(closed);
        }
    }

    private Message decode(Frame frame) throws IOException {
        try {
            return frame.message();
        } catch (MalformedMessageException e) {
            throw broken(e);
        }
    }

    private MalformedMessageException broken(MalformedMessageException e) {
        close(e.getMessage());
        return new MalformedMessageException(peer + " " + e.getMessage());
    }

    private void ended(String reason) {
        List<CompletableFuture<Frame>> unanswered;
        List<Consumer<String>> listeners;
        synchronized (lock) {
            if (closed != null) {
                return;
            }
            closed = reason;
            unanswered = new ArrayList<>(pending.values());
            pending.clear();
            listeners = new ArrayList<>(closeListeners);
            lock.notifyAll();
        }
        for (CompletableFuture<Frame> answer : unanswered) {
            answer.completeExceptionally(new LinkClosedException(reason));
        }
        for (Consumer<String> listener : listeners) {
            listener.accept(reason);
        }
    }

    /** The last handler of the channel; feeds this link. */
    final class Inlet extends SimpleChannelInboundHandler<Frame> {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            long every = heartbeat.interval().toMillis();
            pulse = context.executor()
                    .scheduleAtFixedRate(() -> beat(context), every, every, TimeUnit.MILLISECONDS);
        }

        private void beat(ChannelHandlerContext context) {
            boolean listening = context.channel().config().isAutoRead();
            if (listening && System.nanoTime() - lastHeard > patience.toNanos()) {
                ended("no sign of life from " + peer + " for " + patience.toSeconds() + " s");
                context.close();
            } else if (context.channel().isWritable()) {
                context.writeAndFlush(frameOf(new LinkMessage.Heartbeat(), 0));
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            lastHeard = System.nanoTime();
            super.channelRead(context, message);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Frame frame) throws Exception {
            switch (frame.kind()) {
                case HEARTBEAT -> { }
                case PING -> context.writeAndFlush(frameOf(new Done(), -frame.correlation()));
                case GOODBYE -> {
                    ended(((Goodbye) frame.message()).reason());
                    context.close();
                }
                default -> deliver(context, frame);
            }
        }

        private void deliver(ChannelHandlerContext context, Frame frame) {
            synchronized (lock) {
                if (frame.correlation() < 0) {
                    CompletableFuture<Frame> answer = pending.remove(-frame.correlation());
                    if (answer != null) {
                        answer.complete(frame);
                    }
                    return;
                }
                inbox.add(frame);
                inboxBytes += frame.payload().length;
                if (inboxBytes > PAUSE_READING_ABOVE) {
                    context.channel().config().setAutoRead(false);
                }
                lock.notifyAll();
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            synchronized (lock) {
                lock.notifyAll();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            pulse.cancel(false);
            ended("the connection to " + peer + " broke");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Throwable why = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
            if (why instanceof MalformedMessageException) {
                close(why.getMessage());
            } else {
                ended("the connection to " + peer + " broke: " + why.getMessage());
                context.close();
            }
        }
    }
}
