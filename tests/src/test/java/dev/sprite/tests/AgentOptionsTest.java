package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.samples.kernels.Kernels;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of the agent. */
class AgentOptionsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"colour=red, colour, rehearse", "log=loud, loud, debug", "offload=perhaps, perhaps, auto", "run, run, run"})
    void mistakesStopTheStart(String option, String wrong, String valid) {
        Result result = JavaProgram.of(Kernels.class, "fib", "1").agent(option).run();
        assertEquals(2, result.status(), result::toString);
        assertEquals("", result.stdout());
        assertEquals(1, result.stderr().lines().count(), result::toString);
        assertTrue(result.stderr().contains(wrong), result::toString);
        assertTrue(result.stderr().contains(valid), result::toString);
    }

    @Test
    void dumpsWhatItChanged() {
        Result result = JavaProgram.of(Kernels.class, "fib", "1")
                .agent("dump=" + folder.resolve("dump") + ",run=" + folder)
                .run();
        assertEquals(0, result.status(), result::toString);
        assertTrue(Files.isRegularFile(folder.resolve("dump/dev/sprite/samples/kernels/Kernels.class")));
    }

    @Test
    void leavesExcludedClassesAlone() {
        Result result = JavaProgram.of(Kernels.class, "fib", "1")
                .agent("exclude=dev.sprite.samples.*,dump=" + folder.resolve("dump") + ",run=" + folder)
                .run();
        assertEquals(0, result.status(), result::toString);
        assertTrue(Files.notExists(folder.resolve("dump/dev/sprite/samples/kernels/Kernels.class")));
    }
}
