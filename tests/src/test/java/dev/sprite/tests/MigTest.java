package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.Checkout;
import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Owner;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Echo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shell commands on an idle host: all but their place is as at home. */
class MigTest {
    @TempDir
    static Path measures;

    @TempDir
    Path folder;

    private static Hosts hosts;
    private static Host home;
    private static Host there;
    private static Owner owner;

    @BeforeAll
    static void start() {
        hosts = new Hosts(Jdk.running());
        home = hosts.add("home", "--accept", "never");
        owner = new Owner(measures.resolve("there"), 40);
        there = hosts.add("there", owner.options("--join", home.address()));
    }

    @AfterAll
    static void stop() {
        hosts.close();
    }

    @BeforeEach
    void awaitRoom() {
        home.awaitState("there", "idle"::equals);
    }

    private JavaProgram mig(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "mig";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return home.sprite().program(all).in(folder);
    }

    /** Starts a command that says that it runs, and waits for that. */
    private RunningProgram started(String... arguments) {
        RunningProgram program = mig(arguments).start();
        program.stdout().awaitLine("ready");
        return program;
    }

    private String waitFor(String file) {
        return "echo ready; while [ ! -e " + folder.resolve(file) + " ]; do sleep 0.02; done";
    }

    @Test
    void aCommandHasItsHomesEnvironmentDirectoryStreamsAndStatus() throws Exception {
        String line = "read word; echo $word $COLOUR; pwd; echo oops >&2; exit 7";
        try (RunningProgram program = mig("-v", line).environment("COLOUR", "green").start()) {
            program.type("hello");
            assertEquals(new Result(7, "hello green\n" + folder.toRealPath() + "\n",
                    "sprite: running on there\noops\n"), program.result());
        }
    }

    @Test
    void aLongInputComesBackWhole() {
        String line = "0123456789".repeat(300_000);
        try (RunningProgram program = mig("cat").start()) {
            program.type(line);
            program.endInput();
            Result result = program.result();
            assertEquals(0, result.status());
            assertTrue(result.stdout().equals(line + "\n"), "changed");
        }
    }

    @Test
    void argumentsAreLeftAsTheyAre() {
        assertEquals(new Result(0, "a  b|it's|$HOME||-l|*|", ""),
                mig("printf", "%s|", "a  b", "it's", "$HOME", "", "-l", "*").run());
    }

    @Test
    void aSignalReachesTheCommandAndOneThatEndsItIsItsStatus() {
        try (RunningProgram program = started("trap 'echo caught; exit 3' TERM; " + waitFor("never"))) {
            program.signal("TERM");
            assertEquals(3, program.status());
            assertEquals("ready\ncaught\n", program.stdout().all());
        }
        try (RunningProgram program = started(waitFor("never"))) {
            program.signal("TERM");
            assertEquals(128 + 15, program.status());
        }
        assertEquals(128 + 9, mig("kill -9 $$").run().status());
    }

    @Test
    void aCommandEndsWithItsCaller() {
        Path sign = folder.resolve("sign");
        try (RunningProgram program = started("trap 'touch " + sign + "; exit' HUP; " + waitFor("never"))) {
            program.kill();
            home.awaitState("there", "idle"::equals);
            assertTrue(Files.exists(sign), "was not told");
        }
    }

    @Test
    void whatACommandLeavesRunningIsStillHeard() {
        try (RunningProgram program = started("(" + waitFor("gate") + "; echo late) & true")) {
            Gates.open(folder.resolve("gate"));
            assertEquals(new Result(0, "ready\nlate\n", ""), program.result());
        }
    }

    @Test
    void aHostTakesOneCommandOfEachPriority() {
        Result none = new Result(4, "", "sprite: no host is idle\n");
        try (RunningProgram background = started("-B", waitFor("gate"))) {
            home.awaitState("there", "part-used"::equals);
            assertEquals(none, mig("-B", "true").run());
            try (RunningProgram normal = started(waitFor("gate"))) {
                home.awaitState("there", "full"::equals);
                assertEquals(none, mig("true").run());
                assertEquals(new Result(5, "", "sprite: no host is idle; running here\n"),
                        mig("-l", "-v", "exit 5").run());
                assertEquals(new Result(6, "", ""), mig("-h", "there", "exit 6").run());
                Gates.open(folder.resolve("gate"));
                assertEquals(0, normal.status());
            }
            assertEquals(0, background.status());
        }
        assertEquals(0, mig("true").run().status());
    }

    @Test
    void aHostWhoseOwnerIsThereIsLeftAlone() {
        owner.types();
        try {
            home.awaitState("there", "active"::equals);
            assertEquals(4, mig("true").run().status());
            assertEquals(4, mig("-h", "home", "true").run().status(), "home refuses");
            assertEquals(4, mig("-h", "home", Jdk.running().java(), "-version").run().status(), "home refuses");
        } finally {
            owner.isAwayFor(40);
            home.awaitState("there", "idle"::equals);
        }
    }

    @Test
    void aCommandInTheBackgroundIsAProcessHere() {
        Path sign = folder.resolve("sign");
        try (RunningProgram program = mig("-b", waitFor("gate") + "; touch " + sign).start()) {
            long pid = Long.parseLong(program.stdout().awaitLine("").trim());
            ProcessHandle behind = ProcessHandle.of(pid).orElseThrow();
            assertEquals(0, program.status());
            Gates.open(folder.resolve("gate"));
            behind.onExit().orTimeout(60, TimeUnit.SECONDS).join();
            assertTrue(Files.exists(sign), "has not run");
        }
    }

    @Test
    void aJavaProgramIsAProcessOfHome() {
        JavaProgram mig = mig(Jdk.running().java(), "-XX:TieredStopAtLevel=1", "-cp",
                Checkout.classPathOf(Echo.class).toString(), Echo.class.getName());
        try (RunningProgram echo = mig.start()) {
            long pid = echo.awaitYounger(echo.pid());
            home.awaitProcess(pid, there, "sent by mig");
            echo.type("one");
            echo.type("bye");
            assertEquals(new Result(2, "1: one\n2: bye\n", ""), echo.result());
        }
    }

    @Test
    void aLostHostIsTold() {
        try (Host frail = hosts.add("frail", "--join", home.address());
                RunningProgram program = started("-h", "frail", "echo ready; exec sleep 20")) {
            frail.close();
            assertEquals(128 + 9, program.status());
            assertTrue(program.stderr().all().startsWith("sprite: the command on frail is lost: "));
        }
    }
}
