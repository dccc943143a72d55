package dev.sprite.agent.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.internal.misc.Signal;

/**
 * Ends this JVM at a step of the protocol as {@code kill -9} would, for tests: the environment variable
 * {@code SPRITE_FAULT} names a file, and the file the step. Only targets look.
 */
final class Fault {
    private static final String VARIABLE = "SPRITE_FAULT";

    private Fault() {}

    static void at(MigrationStep step) {
        String file = System.getenv(VARIABLE);
        if (file == null) {
            return;
        }
        try {
            if (Files.readString(Path.of(file)).trim().equals(step.name())) {
                Signal.raise(new Signal("KILL"));
            }
        } catch (IOException e) {
            // no file, no fault
        }
    }
}
