package dev.sprite.cluster.activity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** When this host was started. */
final class SystemStart {
    private static final Path REPORT = Path.of("/proc/uptime");

    private SystemStart() {}

    /** Now, where it cannot be told. */
    static Instant get() {
        Instant now = Instant.now();
        try {
            String seconds = Files.readString(REPORT).split(" ")[0];
            return now.minusMillis((long) (Double.parseDouble(seconds) * 1000));
        } catch (IOException | NumberFormatException e) {
            return now;
        }
    }
}
