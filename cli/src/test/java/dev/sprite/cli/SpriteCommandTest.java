package dev.sprite.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlHandler;
import dev.sprite.transport.control.ControlServer;
import dev.sprite.transport.control.DaemonStatus;
import dev.sprite.transport.control.Explanation;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.control.ProcessStatus;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.message.DirectoryMessage.Evicted;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.DirectoryMessage.Hosts;
import dev.sprite.transport.message.HostState;
import dev.sprite.transport.message.LinkMessage.Blocker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpriteCommandTest {
    private static final long PID = ProcessHandle.current().pid();
    private static final MigrationReport MOVED = new MigrationReport(
            PID, "nyx", "eos", "copy", MigrationReport.MIGRATED, 4.5, 210.0, 1, 12, 3400L, 88000L, 88000L, 0L, null);

    @TempDir
    Path run;

    private final List<ControlServer> servers = new ArrayList<>();
    private PrintStream out;
    private PrintStream err;
    private ByteArrayOutputStream printed;
    private ByteArrayOutputStream complained;

    @BeforeEach
    void redirect() {
        out = System.out;
        err = System.err;
        printed = new ByteArrayOutputStream();
        complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true));
        System.setErr(new PrintStream(complained, true));
    }

    @AfterEach
    void restore() throws IOException {
        System.setOut(out);
        System.setErr(err);
        for (ControlServer server : servers) {
            server.close();
        }
    }

    private int sprite(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--run", run.toString()));
        return SpriteCommand.run(all.toArray(new String[0]));
    }

    private void process(ControlHandler handler) throws IOException {
        serve(new RunDirectory(run).process(PID), handler);
    }

    private void daemon(ControlHandler handler) throws IOException {
        serve(new RunDirectory(run).daemon(), handler);
    }

    private void serve(Path place, ControlHandler handler) throws IOException {
        RunDirectory.createPrivate(place);
        servers.add(ControlServer.open(RunDirectory.controlSocket(place), handler));
    }

    private static String pid() {
        return Long.toString(PID);
    }

    @Test
    void usageIsTwo() {
        assertEquals(2, sprite("frobnicate"));
        assertEquals(2, sprite("migrate"));
        assertEquals(2, sprite("migrate", "one", "eos"));
        assertEquals(2, sprite("migrate", pid(), "eos", "--timeout", "0"));
        assertEquals(2, sprite("migrate", pid(), "10.0.0.1:port"));
        assertEquals(2, sprite());
        assertEquals("", printed.toString());
    }

    @Test
    void everyCommandHasHelpAndTheVersionIsKnown() {
        for (String command : List.of("daemon", "ps", "hosts", "migrate", "mig", "evict", "explain", "key", "demo")) {
            assertEquals(0, sprite(command, "--help"), command);
            assertTrue(printed.toString().contains("Usage: sprite " + command), printed.toString());
        }
        printed.reset();
        assertEquals(0, sprite("--version"));
        assertTrue(printed.toString().matches("sprite \\d.*\\R"), printed.toString());
    }

    @Test
    void unknownProcessesAndHostsAreThree() throws IOException {
        assertEquals(3, sprite("migrate", pid(), "127.0.0.1:1"));
        assertTrue(complained.toString().contains("no process " + PID), complained.toString());
        assertEquals(3, sprite("explain", pid()));
        assertEquals(3, sprite("migrate", pid(), "eos"));
        assertEquals(3, sprite("hosts"));
        daemon((request, progress) -> {
            throw new ControlException(ControlException.NO_SUCH, "no host 'eos'; known are nyx");
        });
        complained.reset();
        assertEquals(3, sprite("migrate", pid(), "eos"));
        assertTrue(complained.toString().contains("known are nyx"), complained.toString());
    }

    @Test
    void unreachableHostsAreFour() {
        assertEquals(4, sprite("evict", "127.0.0.1:1"));
        assertTrue(complained.toString().contains("cannot reach 127.0.0.1:1"), complained.toString());
    }

    @Test
    void migrateSaysWhatTheContractPromises() throws IOException {
        List<String> asked = new ArrayList<>();
        daemon((request, progress) -> new Host(request.host(), "127.0.0.3:7", HostState.IDLE, 0.1, null, 0));
        process((request, progress) -> {
            asked.add(request.op() + " " + request.host() + " " + request.strategy() + " " + request.timeoutSeconds());
            progress.accept("freezing");
            return MOVED;
        });
        assertEquals(0, sprite("migrate", pid(), "--json", "eos", "--strategy=copy", "--timeout", "1.5"));
        assertEquals(List.of("migrate 127.0.0.3:7 copy 1.5"), asked);
        assertEquals("{\"pid\":" + PID + ",\"from\":\"nyx\",\"to\":\"eos\",\"strategy\":\"copy\","
                + "\"result\":\"migrated\","
                + "\"freeze_ms\":4.5,\"total_ms\":210.0,\"threads\":1,\"frames\":12,\"objects\":3400,"
                + "\"bytes_frozen\":88000,\"bytes_total\":88000,\"faults\":0,\"residual_ms\":null}\n",
                printed.toString());
        assertEquals("", complained.toString(), "progress is for terminals");
    }

    @Test
    void migrateNamesTheBlockersOfARefusal() throws IOException {
        process((request, progress) -> {
            throw new ControlException(ControlException.NOT_MIGRATABLE, "it cannot move now",
                    List.of(new Blocker("main", "A.b(A.java:7)", null, "holds a socket")));
        });
        assertEquals(5, sprite("migrate", pid(), "127.0.0.3:7", "--json"));
        JsonObject refusal = JsonParser.parseString(printed.toString()).getAsJsonObject();
        assertEquals("refused", refusal.get("result").getAsString());
        assertEquals("it cannot move now", refusal.get("reason").getAsString());
        assertEquals("[{\"thread\":\"main\",\"frame\":\"A.b(A.java:7)\",\"object\":null,\"why\":\"holds a socket\"}]",
                refusal.get("blockers").toString());
        assertTrue(complained.toString().contains("holds a socket; thread main; in A.b(A.java:7)"),
                complained.toString());
    }

    @Test
    void migrateExitsAsTheProcessSays() throws IOException {
        int[] status = {0};
        process((request, progress) -> {
            throw new ControlException(status[0], "because");
        });
        for (int expected : new int[] {1, 4, 5, 6}) {
            status[0] = expected;
            assertEquals(expected, sprite("migrate", pid(), "127.0.0.3:7"));
        }
    }

    @Test
    void psListsProcessesAndCleansWhatDeadOnesLeft() throws IOException {
        Path stale = Files.createDirectories(new RunDirectory(run).process(999_999_999L));
        Files.createFile(stale.resolve("control.sock"));
        process((request, progress) -> new ProcessStatus(
                PID, "nyx", "eos", "foreign", "2026-01-01T00:00:00Z", "Job 1", ProcessStatus.BY_HAND));
        daemon((request, progress) -> new DaemonStatus("nyx", "127.0.0.2:7", 1,
                List.of(new ProcessStatus(12, "hel", "nyx", "foreign", "2026-01-01T00:00:01Z", "Other", null))));
        assertEquals(0, sprite("ps", "--json"));
        assertEquals("[{\"pid\":12,\"home\":\"hel\",\"host\":\"nyx\",\"state\":\"foreign\","
                + "\"since\":\"2026-01-01T00:00:01Z\",\"command\":\"Other\",\"why\":null},"
                + "{\"pid\":" + PID + ",\"home\":\"nyx\",\"host\":\"eos\",\"state\":\"foreign\","
                + "\"since\":\"2026-01-01T00:00:00Z\",\"command\":\"Job 1\",\"why\":\"moved by hand\"}]\n",
                printed.toString());
        assertTrue(Files.notExists(stale), "a dead process's entry is still there");
        printed.reset();
        assertEquals(0, sprite("ps"));
        assertTrue(printed.toString().startsWith("PID"), printed.toString());
        assertTrue(printed.toString().contains("Job 1  (moved by hand)"), printed.toString());
    }

    @Test
    void psOfNothingIsEmpty() {
        assertEquals(0, sprite("ps", "--json"));
        assertEquals("[]\n", printed.toString());
    }

    @Test
    void hostsListsWhatTheDaemonKnows() throws IOException {
        daemon((request, progress) ->
                new Hosts(List.of(new Host("eos", "127.0.0.3:7", HostState.IDLE, 0.25, "2026-01-01T00:00:00Z", 2))));
        assertEquals(0, sprite("hosts", "--json"));
        JsonArray hosts = JsonParser.parseString(printed.toString()).getAsJsonArray();
        assertEquals("{\"name\":\"eos\",\"address\":\"127.0.0.3:7\",\"state\":\"idle\",\"load\":0.25,"
                + "\"idle_since\":\"2026-01-01T00:00:00Z\",\"foreign\":2}", hosts.get(0).toString());
    }

    @Test
    void evictFailsIfAnyoneStayed() throws IOException {
        daemon((request, progress) -> new Evicted(1, List.of("process 12 could not be sent home: no daemon there")));
        assertEquals(1, sprite("evict"));
        assertEquals("1 sent home\n", printed.toString());
        assertTrue(complained.toString().contains("process 12 could not"), complained.toString());
    }

    @Test
    void explainGoesThreadByThread() throws IOException {
        process((request, progress) -> new Explanation(PID, false,
                List.of(new Explanation.ThreadState("main", "waits", "A.b", "a native frame")),
                List.of(new Blocker("worker", null, null, "a second thread"))));
        assertEquals(0, sprite("explain", pid()));
        assertEquals(PID + " cannot move now\n  main: waits: a native frame (A.b)\n"
                + "  refused: a second thread; thread worker\n", printed.toString());
    }
}
