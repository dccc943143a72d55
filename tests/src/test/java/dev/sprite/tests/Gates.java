package dev.sprite.tests;

import dev.sprite.tests.harness.RunningProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The test's side of the gate that the test programs wait at. */
final class Gates {
    private Gates() {}

    static void awaitAtGate(RunningProgram program) {
        program.stdout().awaitLine("at the gate");
    }

    static void open(Path gate) {
        try {
            Files.createFile(gate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
