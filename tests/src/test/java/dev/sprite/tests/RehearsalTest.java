package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.programs.Frames;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program whose stack is unwound and rebuilt again and again at random safe points does not notice. */
class RehearsalTest {
    private static final long SEED = Long.getLong("sprite.test.seed", new Random().nextInt(1_000_000));
    private static final Pattern SUMMARY =
            Pattern.compile("sprite: rehearsed (\\d+) times, \\d+ postponed, \\d+ threads\n");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.sprite.tests.ProgramArguments#shortRuns")
    void samplesAndKernels(List<String> command) {
        assertUnnoticed(ProgramArguments.program(command), ProgramArguments.program(command), 20_000);
    }

    @Test
    void framesOfManyShapes() {
        Path gate = folder.resolve("gate");
        Gates.open(gate);
        assertUnnoticed(
                JavaProgram.of(Frames.class, gate.toString()),
                JavaProgram.of(Frames.class, gate.toString()).with("-Xss4m"),
                500);
    }

    private void assertUnnoticed(JavaProgram plain, JavaProgram same, int gap) {
        Result expected = plain.in(folder).run();
        Result rehearsed = same.in(folder)
                .with("-Xverify:all")
                .agent("rehearse=" + gap + ",seed=" + SEED + ",run=" + folder)
                .run();
        String story = "-Dsprite.test.seed=" + SEED + ": " + rehearsed.stderr();
        assertEquals(expected.stdout(), rehearsed.stdout(), story);
        assertEquals(expected.status(), rehearsed.status(), story);
        Matcher summary = SUMMARY.matcher(rehearsed.stderr());
        assertTrue(summary.matches() && Integer.parseInt(summary.group(1)) > 0, story);
    }
}
