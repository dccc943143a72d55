package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.samples.Calculator;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Ending;
import dev.sprite.tests.programs.Frames;
import dev.sprite.tests.programs.Streams;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With no migration requested the agent prints nothing, and changes neither output nor exit status. */
class UnmovedTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.sprite.tests.ProgramArguments#shortRuns")
    void samplesAndKernels(List<String> command) {
        assertUnchanged(ProgramArguments.program(command), ProgramArguments.program(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"return", "exit", "halt", "throw"})
    void everyWayToEnd(String how) {
        Path gate = folder.resolve("gate");
        Gates.open(gate);
        assertUnchanged(
                JavaProgram.of(Ending.class, gate.toString(), how), JavaProgram.of(Ending.class, gate.toString(), how));
    }

    @Test
    void framesOfManyShapes() {
        Path gate = folder.resolve("gate");
        Gates.open(gate);
        assertUnchanged(
                JavaProgram.of(Frames.class, gate.toString()), JavaProgram.of(Frames.class, gate.toString()));
    }

    @Test
    void streamsInTurns() {
        Path gate = folder.resolve("gate");
        Gates.open(gate);
        assertUnchanged(
                JavaProgram.of(Streams.class, gate.toString()).merged(),
                JavaProgram.of(Streams.class, gate.toString()).merged());
    }

    @Test
    void conversation() {
        try (RunningProgram calculator = JavaProgram.of(Calculator.class).agent("run=" + folder).start()) {
            calculator.type("x = 6");
            calculator.stdout().awaitLine("x = 6");
            calculator.type("x * (7 + 1)");
            calculator.stdout().awaitLine("48");
            calculator.endInput();
            assertEquals(
                    new Result(0, "> x = 6\n> 48\n> bye after 2 lines, 1 variables\n", ""), calculator.result());
        }
    }

    private void assertUnchanged(JavaProgram plain, JavaProgram same) {
        assertEquals(plain.in(folder).run(), same.in(folder).with("-Xverify:all").agent("run=" + folder).run());
    }
}
