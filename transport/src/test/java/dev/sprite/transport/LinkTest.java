package dev.sprite.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.transport.message.HomeMessage.Count;
import dev.sprite.transport.message.HomeMessage.Read;
import dev.sprite.transport.message.HomeMessage.Write;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.MessageKind;
import dev.sprite.transport.message.MoveMessage.Ready;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HostAddress ANY_PORT = new HostAddress("127.0.0.1", 0);

    @TempDir
    Path directory;

    private final BlockingQueue<Link> accepted = new LinkedBlockingQueue<>();
    private ClusterKey key;
    private Transport transport;
    private LinkServer server;

    @BeforeEach
    void listen() throws IOException {
        key = ClusterKey.loadOrCreate(directory.resolve("key.pem"));
        transport = new Transport(key);
        server = transport.listen(ANY_PORT, accepted::add);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    private Link accepted() throws InterruptedException {
        Link link = accepted.poll(20, TimeUnit.SECONDS);
        assertTrue(link != null, "no link was accepted");
        return link;
    }

    @Test
    void carriesMessagesInOrder() throws Exception {
        Link near = transport.connect(server.address(), PATIENCE);
        Link far = accepted();
        for (int i = 0; i < 1000; i++) {
            near.send(new Count(i));
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals(new Count(i), far.receive(PATIENCE).message());
        }
        assertThrows(SocketTimeoutException.class, () -> far.receive(Duration.ofMillis(20)));
    }

    @Test
    void matchesRepliesWithRequests() throws Exception {
        Link near = transport.connect(server.address(), PATIENCE);
        Link far = accepted();
        Link.Answer first = near.ask(new Read(1));
        Link.Answer second = near.ask(new Read(2));
        Link.Answer third = near.ask(new Read(3));
        Received one = far.receive(PATIENCE);
        Received two = far.receive(PATIENCE);
        Received three = far.receive(PATIENCE);
        far.reply(two, new Count(2));
        far.reply(one, new Count(1));
        far.reply(three, new Refused(4, "not today"));
        assertEquals(1, near.await(first, Count.class, PATIENCE).count());
        assertEquals(2, near.await(second, Count.class, PATIENCE).count());
        RefusedException refused =
                assertThrows(RefusedException.class, () -> near.await(third, Count.class, PATIENCE));
        assertEquals(4, refused.status());
        assertEquals("not today", refused.getMessage());
    }

    @Test
    void keepsBinaryContent() throws Exception {
        Link near = transport.connect(server.address(), PATIENCE);
        Link far = accepted();
        byte[] bytes = new byte[3_000_001];
        new Random(7).nextBytes(bytes);
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try (InputStream in = new PageInput(far, PATIENCE)) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        try (OutputStream out = new PageOutput(near)) {
            out.write(bytes, 0, 10);
            out.write(bytes[10]);
            out.write(bytes, 11, bytes.length - 11);
        }
        assertArrayEquals(bytes, read.get(20, TimeUnit.SECONDS));
        near.send(new Write(2, new byte[] {1, 2, 3}));
        Write write = far.expect(Write.class, PATIENCE);
        assertEquals(2, write.descriptor());
        assertArrayEquals(new byte[] {1, 2, 3}, write.bytes());
    }

    @Test
    void aSenderOfPagesHearsWhyTheyAreRefused() throws Exception {
        Link near = transport.connect(server.address(), PATIENCE);
        Link far = accepted();
        CompletableFuture<IOException> failure = new CompletableFuture<>();
        DaemonThreads.start("sprite-test-sender", () -> {
            byte[] page = new byte[1 << 20];
            try {
                for (;;) {
                    near.sendPage(page, 0, page.length);
                }
            } catch (IOException e) {
                failure.complete(e);
            }
        });
        far.send(new Refused(5, "no room", List.of()));
        IOException refused = failure.get(20, TimeUnit.SECONDS);
        assertEquals(RefusedException.class, refused.getClass(), refused::toString);
        assertEquals("no room", refused.getMessage());
    }

    @Test
    void aSenderWaitsForASlowReceiver() throws Exception {
        Link near = transport.connect(server.address(), PATIENCE);
        Link far = accepted();
        long enough = 256L << 20;
        AtomicLong sent = new AtomicLong();
        Thread sender = DaemonThreads.start("sprite-test-sender", () -> {
            byte[] page = new byte[1 << 20];
            try {
                while (sent.get() < enough) {
                    near.sendPage(page, 0, page.length);
                    sent.addAndGet(page.length);
                }
            } catch (IOException e) {
                // the assertion below sees that it sent too little
            }
        });
        while (sender.getState() != Thread.State.TIMED_WAITING) {
            assertTrue(sender.isAlive(), "everything was sent though nobody received");
            Thread.onSpinWait();
        }
        assertTrue(sent.get() < enough);
        for (long received = 0; received < enough; received += 1 << 20) {
            far.receive(PATIENCE);
        }
        sender.join(20_000);
        assertEquals(enough, sent.get());
    }

    @Test
    void tellsThePeerWhyItCloses() throws Exception {
        Link near = transport.connect(server.address(), PATIENCE);
        Link far = accepted();
        CompletableFuture<String> reason = new CompletableFuture<>();
        far.onClose(reason::complete);
        near.send(new Ready());
        near.close("no memory");
        assertEquals("no memory", reason.get(20, TimeUnit.SECONDS));
        assertEquals(new Ready(), far.receive(PATIENCE).message());
        assertEquals("no memory", assertThrows(LinkClosedException.class, () -> far.receive(PATIENCE)).getMessage());
        assertThrows(LinkClosedException.class, () -> near.send(new Ready()));
    }

    @Test
    void aCloseListenerMaySendToAPeerThatDoesNotReceive() throws Exception {
        Link full = transport.connect(server.address(), PATIENCE);
        accepted();
        Link closing = transport.connect(server.address(), PATIENCE);
        Link far = accepted();
        CompletableFuture<Void> sent = new CompletableFuture<>();
        closing.onClose(reason -> {
            try {
                for (int i = 0; i < 32; i++) {
                    full.sendPage(new byte[1 << 20], 0, 1 << 20);
                }
                sent.complete(null);
            } catch (IOException e) {
                sent.completeExceptionally(e);
            }
        });
        far.close("done");
        sent.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aWaitingRequestEndsWithTheLink() throws Exception {
        Link near = transport.connect(server.address(), PATIENCE);
        Link far = accepted();
        Link.Answer answer = near.ask(new Ready());
        far.close("gone");
        assertEquals("gone", assertThrows(LinkClosedException.class, () -> near.await(answer, Done.class, PATIENCE))
                .getMessage());
    }

    @Test
    void noticesASilentPeer() throws Exception {
        Heartbeat impatient = new Heartbeat(Duration.ofMillis(20), Duration.ofMillis(100));
        Heartbeat mute = new Heartbeat(Duration.ofHours(1), Duration.ofHours(1));
        try (Transport quick = new Transport(key, impatient);
                Transport silent = new Transport(key, mute);
                LinkServer quiet = silent.listen(ANY_PORT, accepted::add)) {
            Link link = quick.connect(quiet.address(), PATIENCE);
            LinkClosedException closed = assertThrows(LinkClosedException.class, () -> link.receive(PATIENCE));
            assertTrue(closed.getMessage().startsWith("no sign of life"), closed.getMessage());
        }
    }

    @Test
    void heartbeatsKeepAQuietLinkOpen() throws Exception {
        Heartbeat brisk = new Heartbeat(Duration.ofMillis(20), Duration.ofSeconds(1));
        try (Transport one = new Transport(key, brisk);
                Transport other = new Transport(key, brisk);
                LinkServer listener = other.listen(ANY_PORT, accepted::add)) {
            Link link = one.connect(listener.address(), PATIENCE);
            assertThrows(SocketTimeoutException.class, () -> link.receive(Duration.ofSeconds(2)));
            assertTrue(link.isOpen());
        }
    }

    @Test
    void refusesAnotherKey() throws Exception {
        ClusterKey other = ClusterKey.loadOrCreate(directory.resolve("other.pem"));
        try (Transport stranger = new Transport(other)) {
            IOException refused =
                    assertThrows(IOException.class, () -> stranger.connect(server.address(), PATIENCE));
            assertTrue(refused.getMessage().contains("another cluster key"), refused.getMessage());
        }
        assertNothingAccepted();
    }

    @Test
    void refusesAClientWithoutAKey() throws Exception {
        try (SSLSocket socket = (SSLSocket) TrustAll.context().getSocketFactory()
                .createSocket(server.address().host(), server.address().port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            assertThrows(IOException.class, () -> {
                socket.startHandshake();
                sendReady(socket.getOutputStream());
                if (socket.getInputStream().read() < 0) {
                    throw new EOFException();
                }
            });
        }
        assertNothingAccepted();
    }

    @Test
    void refusesOlderTls() throws Exception {
        try (SSLSocket socket = (SSLSocket)
                key.tls().getSocketFactory().createSocket(server.address().host(), server.address().port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThrows(SSLException.class, socket::startHandshake);
        }
        assertNothingAccepted();
    }

    @Test
    void refusesPlainText() throws Exception {
        try (Socket socket = new Socket(server.address().host(), server.address().port())) {
            sendReady(socket.getOutputStream());
            socket.getOutputStream().write(new byte[100]);
            InputStream in = socket.getInputStream();
            DataInputStream answer = new DataInputStream(in);
            // at most an alert, then the end
            int type = answer.read();
            assertTrue(type == -1 || type == 21, "answered with record type " + type);
        }
        assertNothingAccepted();
    }

    @Test
    void aServerThatSpeaksNoTlsIsReported() throws Exception {
        try (java.net.ServerSocket plain = new java.net.ServerSocket(0)) {
            DaemonThreads.start("sprite-test-plain", () -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                    socket.getInputStream().read();
                } catch (IOException e) {
                    // the client's complaint is what is tested
                }
            });
            HostAddress address = new HostAddress("127.0.0.1", plain.getLocalPort());
            IOException refused = assertThrows(IOException.class, () -> transport.connect(address, PATIENCE));
            assertTrue(refused.getMessage().contains("does not speak TLS"), refused.getMessage());
        }
    }

    @Test
    void reportsThatNobodyListens() throws Exception {
        HostAddress address = server.address();
        server.close();
        IOException refused = assertThrows(IOException.class, () -> transport.connect(address, PATIENCE));
        assertTrue(refused.getMessage().contains("cannot reach " + address), refused.getMessage());
    }

    private void assertNothingAccepted() throws Exception {
        // links are accepted one after the other, so an honest one that gets through proves that the other did not
        Link honest = transport.connect(server.address(), PATIENCE);
        honest.send(new Count(42));
        assertEquals(new Count(42), accepted().receive(PATIENCE).message());
        assertTrue(accepted.isEmpty());
    }

    private static void sendReady(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(2);
        data.writeByte(MessageKind.READY.code());
        data.writeInt(0);
        data.writeBytes("{}");
        data.flush();
    }

    @Test
    void refusesAnOversizedFrameBeforeItArrives() throws Exception {
        assertRefusedFrame(MessageKind.READY.limit() + 1, MessageKind.READY.code(), "at most");
    }

    @Test
    void refusesANegativeLength() throws Exception {
        assertRefusedFrame(-1, MessageKind.PAGE.code(), "at most");
    }

    @Test
    void refusesAnUnknownKind() throws Exception {
        assertRefusedFrame(2, 255, "unknown kind 255");
    }

    private void assertRefusedFrame(int length, int kind, String reason) throws Exception {
        try (SSLSocket socket = peer()) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(length);
            out.writeByte(kind);
            out.writeInt(0);
            out.flush();
            Link far = accepted();
            LinkClosedException closed = assertThrows(LinkClosedException.class, () -> far.receive(PATIENCE));
            assertTrue(closed.getMessage().contains(reason), closed.getMessage());
        }
    }

    @Test
    void aTruncatedFrameIsNeverDelivered() throws Exception {
        try (SSLSocket socket = peer()) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(100);
            out.writeByte(MessageKind.PAGE.code());
            out.writeInt(0);
            out.write(new byte[99]);
            out.flush();
        }
        Link far = accepted();
        assertThrows(LinkClosedException.class, () -> far.receive(PATIENCE));
    }

    @Test
    void malformedJsonEndsTheLink() throws Exception {
        try (SSLSocket socket = peer()) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(3);
            out.writeByte(MessageKind.COUNT.code());
            out.writeInt(0);
            out.writeBytes("{]}");
            out.flush();
            Link far = accepted();
            assertThrows(IOException.class, () -> far.receive(PATIENCE));
            assertFalse(far.isOpen());
        }
    }

    /** A peer with the right key and bad manners. */
    private SSLSocket peer() throws IOException {
        SSLSocket socket = (SSLSocket)
                key.tls().getSocketFactory().createSocket(server.address().host(), server.address().port());
        socket.setEnabledProtocols(new String[] {"TLSv1.3"});
        socket.startHandshake();
        return socket;
    }
}
