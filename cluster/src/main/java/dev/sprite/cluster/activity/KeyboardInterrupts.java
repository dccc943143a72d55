package dev.sprite.cluster.activity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** When a built-in keyboard or pointing device was last used: a desktop reads them without a terminal. */
final class KeyboardInterrupts {
    private static final Path REPORT = Path.of("/proc/interrupts");
    private static final String CONTROLLER = "i8042";

    private String counts = counts();
    private Instant seen = Instant.EPOCH;

    /** When a count was first found to have changed; the epoch if none has since this was made. */
    Instant lastSeen() {
        String now = counts();
        if (!now.equals(counts)) {
            counts = now;
            seen = Instant.now();
        }
        return seen;
    }

    private static String counts() {
        StringBuilder lines = new StringBuilder();
        try {
            for (String line : Files.readAllLines(REPORT)) {
                if (line.contains(CONTROLLER)) {
                    lines.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            // no such report here
        }
        return lines.toString();
    }
}
