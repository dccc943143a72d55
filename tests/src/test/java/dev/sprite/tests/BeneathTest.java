package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Beneath;
import dev.sprite.tests.programs.Compiling;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program moves from beneath methods of the JDK. */
class BeneathTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @Test
    void collectionsAndReflection() {
        Path open = folder.resolve("open");
        Gates.open(open);
        // what a rehearsal has met of the JDK is instrumented from the first in later runs
        JavaProgram.of(Beneath.class, open.toString()).agent("rehearse=1,run=" + folder).run();
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Beneath.class, gate.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            HOSTS.move(program, HOSTS.here());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\n{a=a!!!, b=b!!!}\n", ""), program.result());
        }
    }

    @Test
    void theJdksCompiler() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Compiling.class, gate.toString(), folder.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\ntrue []\n", ""), program.result());
            assertTrue(Files.exists(folder.resolve("Late.class")));
        }
    }
}
