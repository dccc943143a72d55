package dev.sprite.agent.migration;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ends this JVM at a step of the protocol as {@code kill -9} would, for tests: the environment variable
 * {@code SPRITE_FAULT} names a file, and the file the step. Only targets look. Or has a source hold back what follows
 * an image, but for what is asked for.
 */
final class Fault {
    private static final String VARIABLE = "SPRITE_FAULT";

    private static final int KILLED = 137;

    private Fault() {}

    static void at(MigrationStep step) {
        if (isAsked(step.name())) {
            kill();
        }
    }

    static boolean holdsPages() {
        return isAsked("HOLD_PAGES");
    }

    private static boolean isAsked(String fault) {
        String file = System.getenv(VARIABLE);
        try {
            return file != null && Files.readString(Path.of(file)).trim().equals(fault);
        } catch (IOException e) {
            return false; // no file, no fault
        }
    }

    /** Past everything that would tell home. */
    private static void kill() {
        try {
            Method halt = Class.forName("java.lang.Shutdown").getDeclaredMethod("halt0", int.class);
            halt.setAccessible(true);
            halt.invoke(null, KILLED);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
