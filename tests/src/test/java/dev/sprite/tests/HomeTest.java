package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.samples.Calculator;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Echo;
import dev.sprite.tests.programs.Ending;
import dev.sprite.tests.programs.Streams;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A foreign process keeps its home's terminal and gives its home's JVM its exit status. */
class HomeTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"return", "exit", "halt", "throw"})
    void endsAtHomeAsItEndedAway(String how) {
        Path gate = folder.resolve("gate");
        Result moved;
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Ending.class, gate.toString(), how))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            moved = program.result();
        }
        assertEquals(JavaProgram.of(Ending.class, gate.toString(), how).run(), moved);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"return", "exit", "throw"})
    void endsAtHomeAfterComingBack(String how) {
        Path gate = folder.resolve("gate");
        Result moved;
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Ending.class, gate.toString(), how))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            HOSTS.move(program, HOSTS.here());
            Gates.open(gate);
            moved = program.result();
        }
        assertEquals(JavaProgram.of(Ending.class, gate.toString(), how).run(), moved);
    }

    @Test
    @Timeout(120)
    void endsAwayWhenItsHomeIsKilled() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Ending.class, gate.toString(), "return"))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            long away = HOSTS.there().daemon().youngest();
            program.kill();
            ProcessHandle.of(away).ifPresent(process -> process.onExit().join());
            HOSTS.there().daemon().stderr().awaitLine("process " + program.pid() + " ends here: it has lost its home");
        }
    }

    @Test
    void outputKeepsItsOrder() {
        Path gate = folder.resolve("gate");
        Result moved;
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Streams.class, gate.toString()).merged())) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            moved = program.result();
        }
        assertEquals(JavaProgram.of(Streams.class, gate.toString()).merged().run(), moved);
    }

    @Test
    void inputFollows() {
        try (RunningProgram echo = HOSTS.start(JavaProgram.of(Echo.class))) {
            echo.type("one");
            echo.stdout().awaitLine("1: one");
            HOSTS.move(echo, HOSTS.there());
            echo.type("two");
            echo.stdout().awaitLine("2: two");
            echo.type("three");
            HOSTS.move(echo, HOSTS.here());
            echo.stdout().awaitLine("3: three");
            echo.type("bye");
            assertEquals(new Result(4, "1: one\n2: two\n3: three\n4: bye\n", ""), echo.result());
        }
    }

    @Test
    void conversationGoesOn() {
        try (RunningProgram calculator = HOSTS.start(JavaProgram.of(Calculator.class))) {
            calculator.type("x = 6");
            calculator.stdout().awaitLine("x = 6");
            HOSTS.move(calculator, HOSTS.there());
            calculator.type("x * (7 + 1)");
            calculator.stdout().awaitLine("48");
            HOSTS.move(calculator, HOSTS.here());
            calculator.type("vars");
            calculator.stdout().awaitLine("{x=6.0}");
            calculator.endInput();
            assertEquals(
                    new Result(0, "> x = 6\n> 48\n> {x=6.0}\n> bye after 3 lines, 1 variables\n", ""),
                    calculator.result());
        }
    }
}
