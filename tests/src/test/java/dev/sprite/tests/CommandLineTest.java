package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit statuses and answers that scripts rely on. */
class CommandLineTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "migrate one two three", "nonsense", "migrate 1 there --strategy walk", "ps --no"})
    void usage(String line) {
        Result result = HOSTS.here().sprite().run(line.split(" "));
        assertEquals(2, result.status(), result::toString);
        assertTrue(!result.stderr().isBlank(), "says nothing");
    }

    @Test
    void noSuchProcess() {
        Result result = HOSTS.here().sprite().run("migrate", "999999999", HOSTS.there().address());
        assertEquals(3, result.status(), result::toString);
        assertTrue(result.stderr().contains("999999999"), result::toString);
    }

    @Test
    void noSuchHost() {
        whileOneRuns(program -> {
            Result result = HOSTS.here().sprite().run("migrate", Long.toString(program.pid()), "nowhere");
            assertEquals(3, result.status(), result::toString);
            assertTrue(result.stderr().contains("nowhere"), result::toString);
        });
    }

    @Test
    void unreachableHost() {
        whileOneRuns(program -> {
            Result result = HOSTS.here().sprite().run("migrate", Long.toString(program.pid()), deserted());
            assertEquals(4, result.status(), result::toString);
        });
    }

    @Test
    void psListsTheProcessWhichMovesByName() {
        whileOneRuns(program -> {
            HOSTS.awaitReachable(program);
            String listed = HOSTS.here().sprite().succeed("ps", "--json");
            assertTrue(listed.contains(Long.toString(program.pid())), listed);
            assertTrue(listed.contains(Ending.class.getName()), listed);
            HOSTS.here().sprite().succeed("migrate", Long.toString(program.pid()), "there");
            String moved = HOSTS.here().sprite().succeed("ps", "--json");
            assertTrue(moved.contains(Long.toString(program.pid())), moved);
            assertTrue(moved.contains("there"), moved);
        });
    }

    @Test
    void versionAndHelp() {
        assertTrue(HOSTS.here().sprite().succeed("--version").contains("0.1"));
        assertTrue(HOSTS.here().sprite().succeed("migrate", "--help").contains("--strategy"));
    }

    private void whileOneRuns(Consumer<RunningProgram> check) {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Ending.class, gate.toString(), "return"))) {
            awaitAtGate(program);
            check.accept(program);
            Gates.open(gate);
            assertEquals(new Result(0, "begin\nat the gate\nend\n", ""), program.result());
        }
    }

    /** An address that nobody listens on. */
    private static String deserted() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
