package dev.sprite.home;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.transport.ClusterKey;
import dev.sprite.transport.Heartbeat;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.LinkServer;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.Assignment;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlHandler;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.ControlWire;
import dev.sprite.transport.control.ProcessStatus;
import dev.sprite.transport.message.HomeMessage.MoveBegun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HomeLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HostAddress DAEMON = new HostAddress("127.0.0.1", 7717);
    private static final HostAddress HOME_DAEMON = new HostAddress("127.0.0.9", 1);

    @TempDir
    Path directory;

    private final Pcb pcb = new Pcb(4711, "nyx", "Progress 10");
    private final RecordedStreams terminal = new RecordedStreams();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final BlockingQueue<String> losses = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> signals = new LinkedBlockingQueue<>();
    private Transport transport;
    private Transport abroad;
    private HomeServer home;
    private boolean withoutDaemon;

    @BeforeEach
    void open() throws IOException {
        ClusterKey key = ClusterKey.loadOrCreate(directory.resolve("key"));
        transport = new Transport(key);
        abroad = new Transport(key);
        home = new HomeServer(transport, pcb, terminal, this::resolve, status::complete);
    }

    @AfterEach
    void close() {
        transport.close();
        abroad.close();
    }

    private List<HostAddress> resolve(String host) throws IOException {
        if (withoutDaemon) {
            throw new IOException("no daemon");
        }
        return host.equals(ControlRequest.HOME) ? List.of(HOME_DAEMON) : List.of(DAEMON, HOME_DAEMON);
    }

    private HomeClient attach(MoveBegun move, String host) throws IOException {
        return attach(move, host, (request, progress) -> {
            progress.accept("looking");
            return new ProcessStatus(4711, "nyx", host, "foreign", "now", request.op(), null);
        });
    }

    private HomeClient attach(MoveBegun move, String host, ControlHandler commands) throws IOException {
        Assignment assignment = new Assignment(
                4711, move.epoch(), move.home(), move.token(), move.homeName(), host, "127.0.0.1");
        return HomeClient.attach(abroad, assignment, commands, signals::add, losses::add);
    }

    private HomeClient foreign(String host) throws IOException {
        MoveBegun move = home.begin(DAEMON, null);
        HomeClient client = attach(move, host);
        home.commit(move.epoch());
        client.awaitGo(PATIENCE);
        return client;
    }

    @Test
    void outputKeepsItsOrderOverBothDescriptorsAndMoves() throws Exception {
        HomeClient first = foreign("eos");
        for (int i = 0; i < 500; i++) {
            first.streams().write(1 + i % 2, bytes(i + "\n"));
        }
        MoveBegun move = first.begin(DAEMON, null);
        HomeClient second = attach(move, "hel");
        first.commit(move.epoch());
        second.awaitGo(PATIENCE);
        for (int i = 500; i < 1000; i++) {
            second.streams().write(1 + i % 2, bytes(i + "\n"));
        }
        second.exit(3);
        assertEquals(3, status.get(20, TimeUnit.SECONDS));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            expected.append(1 + i % 2).append(':').append(i).append('\n');
        }
        assertEquals(expected.toString(), terminal.written());
    }

    @Test
    void aCutThatOtherLinksDoNotSurviveIsRiddenOut() throws Exception {
        close();
        ClusterKey key = ClusterKey.load(directory.resolve("key"));
        Heartbeat impatient = new Heartbeat(Duration.ofMillis(20), Duration.ofMillis(100));
        Heartbeat mute = new Heartbeat(Duration.ofHours(1), Duration.ofHours(1));
        for (boolean homeIsMute : new boolean[] {true, false}) {
            transport = new Transport(key, homeIsMute ? mute : impatient);
            abroad = new Transport(key, homeIsMute ? impatient : mute);
            home = new HomeServer(transport, new Pcb(4711, "nyx", ""), terminal, this::resolve, status::complete);
            HomeClient client = foreign("eos");
            BlockingQueue<String> broken = new LinkedBlockingQueue<>();
            try (LinkServer other = transport.listen(new HostAddress("127.0.0.1", 0), link -> link.onClose(broken::add))) {
                abroad.connect(other.address(), PATIENCE).onClose(broken::add);
                assertTrue(broken.take().startsWith("no sign of life"));
            }
            assertEquals(List.of(HOME_DAEMON), client.resolve(ControlRequest.HOME));
            assertEquals("[]", losses.toString());
            close();
            losses.clear();
        }
    }

    @Test
    void everythingIsWrittenBeforeTheExitIsAcknowledged() throws Exception {
        HomeClient client = foreign("eos");
        byte[] much = new byte[3_000_000];
        terminal.slow = true;
        client.streams().write(1, much);
        client.exit(0);
        assertEquals(much.length + 2 * ((much.length + 65535) / 65536), terminal.written().length());
    }

    @Test
    void aForeignProcessThatIsLostEndsItsShadow() throws Exception {
        foreign("eos");
        abroad.close();
        assertEquals(137, status.get(20, TimeUnit.SECONDS));
        assertTrue(terminal.written().startsWith("2:sprite: lost at eos: "), terminal.written());
    }

    @Test
    void aForeignProcessHearsOfTheEndOfItsHome() throws Exception {
        foreign("eos");
        transport.close();
        assertTrue(losses.poll(20, TimeUnit.SECONDS) != null);
    }

    /** It must not act on failures that it never had at home, in the moment before its JVM ends. */
    @Test
    void aProgramSeesNothingOfTheEndOfItsHome() throws Exception {
        Set<Thread> others = asking();
        HomeClient client = foreign("eos");
        Thread reader = reading(client);
        transport.close();
        while (!others.containsAll(asking()) && reader.isAlive()) {
            Thread.sleep(1);
        }
        assertTrue(reader.isAlive());
    }

    /** A thread of its own, which may wait for ever: it has asked for input. */
    private Thread reading(HomeClient client) throws InterruptedException {
        Thread reader = new Thread(() -> {
            try {
                client.streams().read(100);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        while (terminal.asked.isEmpty()) {
            Thread.sleep(1);
        }
        return reader;
    }

    private static Set<Thread> asking() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("sprite-foreign-stdin"))
                .collect(Collectors.toSet());
    }

    @Test
    void aTargetThatIsLostBeforeTheCommitLeavesTheProgramAtHome() throws Exception {
        MoveBegun move = home.begin(DAEMON, null);
        attach(move, "eos");
        abroad.close();
        while (pcb.status().state().equals("migrating")) {
            Thread.onSpinWait();
        }
        assertThrows(RefusedException.class, () -> home.commit(move.epoch()));
        assertEquals("home", pcb.status().state());
        assertTrue(!status.isDone());
    }

    @Test
    void aTargetThatLostItsSourceAsksAndIsToldToEnd() throws Exception {
        MoveBegun move = home.begin(DAEMON, null);
        HomeClient client = attach(move, "eos");
        client.callOff("the source is gone");
        assertThrows(RefusedException.class, () -> client.awaitGo(PATIENCE));
        assertThrows(RefusedException.class, () -> home.commit(move.epoch()));
    }

    @Test
    void aTargetThatLostItsSourceAfterTheCommitRuns() throws Exception {
        MoveBegun move = home.begin(DAEMON, null);
        HomeClient client = attach(move, "eos");
        home.commit(move.epoch());
        client.callOff("the source is gone");
        client.awaitGo(PATIENCE);
        client.streams().write(1, bytes("still here"));
        client.exit(0);
        assertEquals("1:still here", terminal.written());
    }

    @Test
    void aTargetWritesNothingBeforeTheCommit() throws Exception {
        MoveBegun move = home.begin(DAEMON, null);
        HomeClient client = attach(move, "eos");
        client.streams().write(1, bytes("too early"));
        assertThrows(IOException.class, () -> client.streams().available());
        assertEquals("", terminal.written());
    }

    @Test
    void strangersAreNotAdmitted() throws Exception {
        MoveBegun move = home.begin(DAEMON, null);
        MoveBegun forged = new MoveBegun(move.epoch(), move.home(), "0".repeat(64), "nyx");
        assertThrows(RefusedException.class, () -> attach(forged, "eos"));
        HomeClient client = attach(move, "eos");
        home.commit(move.epoch());
        client.awaitGo(PATIENCE);
    }

    @Test
    void inputIsReadAsItIsAskedForAndNeverAhead() throws Exception {
        HomeClient client = foreign("eos");
        terminal.input.add(bytes("hello"));
        assertArrayEquals(bytes("he"), client.streams().read(2));
        assertArrayEquals(bytes("llo"), client.streams().read(10));
        terminal.input.add(bytes("again"));
        assertEquals(5, client.streams().available());
        assertEquals(List.of(2, 10), terminal.asked);
        terminal.input.add(new byte[0]);
        assertArrayEquals(bytes("again"), client.streams().read(10));
        assertArrayEquals(new byte[0], client.streams().read(10));
    }

    @Test
    void whoWaitsForInputHearsOfItAndKeepsNobodyFromAsking() throws Exception {
        HomeClient client = foreign("eos");
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return client.streams().isReadable(true);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertFalse(client.streams().isReadable(false));
        assertFalse(waiting.isDone());
        terminal.input.add(new byte[0]);
        assertTrue(waiting.get(20, TimeUnit.SECONDS));
        assertTrue(client.streams().isReadable(false));
    }

    @Test
    void inputForAProcessThatMovedOnIsKeptForIt() throws Exception {
        HomeClient first = foreign("eos");
        reading(first);
        MoveBegun move = first.begin(DAEMON, null);
        HomeClient second = attach(move, "hel");
        first.commit(move.epoch());
        second.awaitGo(PATIENCE);
        terminal.input.add(bytes("typed"));
        assertArrayEquals(bytes("typed"), second.streams().read(100));
        assertEquals(List.of(100), terminal.asked);
    }

    @Test
    void aWriteHomeCannotMakeFailsThere() throws Exception {
        HomeClient client = foreign("eos");
        terminal.broken = "Broken pipe";
        IOException failed = assertThrows(IOException.class, () -> {
            for (;;) {
                client.streams().write(1, bytes("x"));
            }
        });
        assertEquals("Broken pipe", failed.getMessage());
    }

    @Test
    void commandsReachTheProcessByWayOfItsHome() throws Exception {
        foreign("eos");
        List<String> progress = new ArrayList<>();
        String reply = home.forward(ControlRequest.of("status"), progress::add);
        ProcessStatus status = ControlWire.parseResult(reply, ProcessStatus.class);
        assertEquals("eos", status.host());
        assertEquals("status", status.command());
        assertEquals(List.of("looking"), progress);
    }

    @Test
    void theEndOfAMoveIsReportedByTheProcessThatMoved() throws Exception {
        CompletableFuture<HomeClient> mover = new CompletableFuture<>();
        MoveBegun there = home.begin(DAEMON, null);
        mover.complete(attach(there, "eos", (request, progress) -> {
            try {
                MoveBegun back = mover.join().begin(DAEMON, null);
                attach(back, "nyx");
                mover.join().commit(back.epoch());
                progress.accept("committed");
                return "moved";
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }));
        home.commit(there.epoch());
        List<String> progress = new ArrayList<>();
        CompletableFuture<String> reply = CompletableFuture.supplyAsync(() -> {
            try {
                return home.forward(ControlRequest.of("migrate"), progress::add);
            } catch (ControlException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals("moved", ControlWire.parseResult(reply.get(20, TimeUnit.SECONDS), String.class));
        assertEquals(List.of("committed"), progress);
    }

    @Test
    void signalsWaitForTheDecisionAndGoWhereTheProgramRuns() throws Exception {
        assertFalse(home.signals().take(15), "at home they are home's");
        MoveBegun move = home.begin(DAEMON, null);
        assertTrue(home.signals().take(15));
        HomeClient client = attach(move, "eos");
        assertTrue(signals.isEmpty());
        home.commit(move.epoch());
        client.awaitGo(PATIENCE);
        assertEquals(15, signals.poll(20, TimeUnit.SECONDS));
        assertTrue(home.signals().take(2));
        assertEquals(2, signals.poll(20, TimeUnit.SECONDS));
    }

    /** What fails at home beside the link to it is no loss of the process. */
    @Test
    void aForeignProcessOutlivesWhatItsHomeCannotDo() throws Exception {
        HomeClient client = foreign("eos");
        withoutDaemon = true;
        IOException refused = assertThrows(IOException.class, () -> client.resolve(ControlRequest.HOME));
        assertEquals("no daemon", refused.getMessage());
        client.exit(3);
        assertEquals(3, status.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aCallThatHomeDoesNotUnderstandIsAnswered() throws Exception {
        HomeClient client = foreign("eos");
        assertThrows(IOException.class, () -> client.call(new byte[] {0, 1, 'x', 1, 99}));
        assertThrows(IOException.class, () -> client.call(new byte[] {0, 9}));
        client.exit(3);
        assertEquals(3, status.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aForeignProcessFindsWhereItCanGo() throws Exception {
        HomeClient client = foreign("eos");
        assertEquals(List.of(HOME_DAEMON), client.resolve(ControlRequest.HOME));
        assertEquals(List.of(DAEMON, HOME_DAEMON), client.resolve(ControlRequest.AWAY));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
