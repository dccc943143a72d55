package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Workers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** All threads of a program move, each from where it is. */
class ThreadsTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @Test
    void workers() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Workers.class, gate.toString()))) {
            awaitAtGate(program);
            assertEquals(5, HOSTS.move(program, HOSTS.there()).figure("threads"));
            HOSTS.move(program, HOSTS.here());
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\nthe same threads\nthe end\n", ""), program.result());
        }
    }
}
