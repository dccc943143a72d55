package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Migration;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Unmovable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be moved is refused by its name, explained in the same words, and goes on unharmed. */
class RefusalTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadThatNobodyKnows() {
        refusedByName("virtual", "a virtual thread", "-Djdk.trackAllThreads=false");
    }

    @ParameterizedTest
    @CsvSource({"thread, second", "socket, ocket", "native, CleanerImpl"})
    void refusedByName(String what, String name) {
        refusedByName(what, name, new String[0]);
    }

    private void refusedByName(String what, String name, String... options) {
        Path gate = folder.resolve("gate");
        Path openGate = folder.resolve("open-gate");
        Gates.open(openGate);
        Result expected = JavaProgram.of(Unmovable.class, openGate.toString(), what).run();
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Unmovable.class, gate.toString(), what).with(options))) {
            awaitAtGate(program);
            Migration refusal = HOSTS.both().migrate(program, HOSTS.there(), "--timeout", "2");
            assertEquals(5, refusal.status(), refusal::toString);
            assertEquals("refused", refusal.text("result"));
            assertTrue(refusal.blockers().contains(name), refusal::toString);
            String explained =
                    HOSTS.here().sprite().run("explain", Long.toString(program.pid()), "--json").stdout();
            assertTrue(explained.contains(name), explained);
            Gates.open(gate);
            assertEquals(expected, program.result());
        }
    }
}
