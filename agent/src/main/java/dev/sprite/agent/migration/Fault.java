package dev.sprite.agent.migration;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Ends this JVM at a step of the protocol as {@code kill -9} would, for tests: the environment variable
 * {@code SPRITE_FAULT} names a file, and the file the step. Only targets look. Or has a source hold back what follows
 * an image, but for what is asked for, or break its link, or damage it.
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
        return isAsked("HOLD_PAGES") || cutsPages();
    }

    /** Whether a source is to break the link that carries pages, and take no other. */
    static boolean cutsPages() {
        return isAsked("CUT_PAGES");
    }

    /** Has pages on their way to {@code out} damaged when that is asked for. */
    static OutputStream damaging(OutputStream out) {
        return System.getenv(VARIABLE) == null ? out : new FilterOutputStream(out) {
            @Override
            public void write(byte[] page, int offset, int length) throws IOException {
                byte[] sent = Arrays.copyOfRange(page, offset, offset + length);
                sent[length / 2] ^= (byte) (isAsked("DAMAGE_PAGES") ? 1 : 0);
                out.write(sent, 0, length);
            }
        };
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
