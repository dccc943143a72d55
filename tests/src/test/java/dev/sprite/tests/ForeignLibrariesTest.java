package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.Checkout;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.ForeignLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program with its own, older versions of the agent's libraries meets only its own. */
class ForeignLibrariesTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @Test
    void programMeetsItsOwn() throws IOException {
        Path openGate = folder.resolve("open-gate");
        Gates.open(openGate);
        Result plain = program(openGate).run();
        assertEquals(0, plain.status(), plain::toString);
        assertTrue(plain.stdout().contains("asm from asm-5.0.4.jar"), plain::toString);
        assertEquals(plain, program(openGate).agent("run=" + folder).run());
    }

    @Test
    void alsoWhenItMoves() throws IOException {
        Path gate = folder.resolve("gate");
        Result moved;
        try (RunningProgram program = HOSTS.start(program(gate))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            moved = program.result();
        }
        // not standard error: newer JVMs warn there, each of them once, of what old libraries do
        Result plain = program(gate).run();
        assertEquals(plain.stdout(), moved.stdout(), moved::toString);
        assertEquals(plain.status(), moved.status(), moved::toString);
    }

    private static JavaProgram program(Path gate) throws IOException {
        Path own = Checkout.classPathOf(ForeignLibraries.class);
        try (Stream<Path> jars = Files.list(own.resolveSibling("foreign"))) {
            List<Path> paths = Stream.concat(Stream.of(own), jars.sorted()).toList();
            return JavaProgram.of(ForeignLibraries.class, gate.toString()).classPath(paths.toArray(Path[]::new));
        }
    }
}
