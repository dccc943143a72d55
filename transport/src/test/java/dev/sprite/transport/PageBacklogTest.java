package dev.sprite.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.transport.message.MalformedMessageException;
import dev.sprite.transport.message.MoveMessage.PagesTaken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written arrives once and in order, however often the connection breaks. */
@Timeout(60)
class PageBacklogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SIZE = 12 << 20;

    @TempDir
    Path directory;

    private final BlockingQueue<Link> accepted = new LinkedBlockingQueue<>();
    private Transport transport;
    private LinkServer server;

    @BeforeEach
    void listen() throws IOException {
        transport = new Transport(ClusterKey.loadOrCreate(directory.resolve("key.pem")));
        server = transport.listen(new HostAddress("127.0.0.1", 0), accepted::add);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void cutsAreRiddenOut() throws Exception {
        byte[] content = new byte[SIZE];
        new Random(1).nextBytes(content);
        try (FrailProxy proxy = new FrailProxy(server.address(), SIZE / 8, 2)) {
            Reader reader = new Reader(proxy.address());
            Link first = accepted.take();
            PageBacklog backlog = new PageBacklog(first, 0, PATIENCE);
            DaemonThreads.start("sprite-acknowledgements", () -> acknowledge(backlog, first, true));
            DaemonThreads.start("sprite-resumes", () -> resume(backlog));
            CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(reader::readAll);
            try (dev.sprite.image.PageOutput out = new dev.sprite.image.PageOutput(backlog)) {
                Random parts = new Random(3);
                for (int at = 0; at < SIZE; ) {
                    int length = Math.min(SIZE - at, parts.nextInt(200_000));
                    out.write(content, at, length);
                    out.send();
                    at += length;
                }
            }
            while (!read.isDone()) {
                backlog.send();
                Thread.onSpinWait();
            }
            assertArrayEquals(content, read.get());
            assertTrue(proxy.cuts() >= 4, proxy.cuts() + " cuts");
        }
    }

    /** Takes the links the reader comes back over. */
    private void resume(PageBacklog backlog) {
        try {
            for (;;) {
                Link link = accepted.take();
                DaemonThreads.start("sprite-acknowledgements", () -> acknowledge(backlog, link, false));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void acknowledge(PageBacklog backlog, Link link, boolean isFirst) {
        try {
            if (!isFirst) {
                backlog.resume(link, ((PagesTaken) link.receive(PATIENCE).message()).next());
            }
            for (;;) {
                backlog.acknowledged(((PagesTaken) link.receive().message()).next());
            }
        } catch (IOException e) {
            // the reader comes back
        }
    }

    private final class Reader implements dev.sprite.image.PageInput.Recovery {
        private final HostAddress address;
        private final dev.sprite.image.PageInput in;
        private Link link;

        Reader(HostAddress address) throws IOException {
            this.address = address;
            link = transport.connect(address, PATIENCE);
            in = new dev.sprite.image.PageInput(new PageInput(link, PATIENCE));
            in.recoverBy(this);
        }

        byte[] readAll() {
            try {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public InputStream resume(int next, IOException failure) {
            link.close(failure.getMessage());
            for (;;) {
                try {
                    link = transport.connect(address, PATIENCE);
                    link.send(new PagesTaken(0, next));
                    return new PageInput(link, PATIENCE);
                } catch (IOException e) {
                    // cut again, before it had begun
                }
            }
        }

        @Override
        public void received(int next) {
            try {
                link.send(new PagesTaken(0, next));
            } catch (IOException e) {
                // told when it is resumed
            }
        }
    }

    @Test
    void nobodyGetsPagesThatAreNotKept() throws Exception {
        Link near = transport.connect(server.address(), PATIENCE);
        Link far = accepted.take();
        PageBacklog backlog = new PageBacklog(far, 5, PATIENCE);
        backlog.write(new byte[10], 0, 10);
        backlog.acknowledged(6);
        backlog.acknowledged(5);
        assertThrows(MalformedMessageException.class, () -> backlog.acknowledged(7));
        assertThrows(MalformedMessageException.class, () -> backlog.resume(near, 5));
        assertThrows(MalformedMessageException.class, () -> backlog.resume(near, 7));
    }

    @Test
    void whoWaitsInVainIsTold() throws Exception {
        transport.connect(server.address(), PATIENCE);
        Link far = accepted.take();
        PageBacklog backlog = new PageBacklog(far, 0, Duration.ofMillis(50));
        far.close("cut");
        IOException failure = assertThrows(IOException.class, () -> {
            for (int i = 0; i <= 64; i++) { // as many as are kept, and one more
                backlog.write(new byte[10], 0, 10);
            }
        });
        assertTrue(failure.getMessage().contains("cut"), failure.getMessage());
    }
}
