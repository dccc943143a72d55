package dev.sprite.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How busy this host is: with computing, and with somebody at a keyboard. */
final class HostActivity {
    /** Nobody has typed for this long: the host is idle, if its load is low too. */
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final double LOW_LOAD = 0.75;
    private static final List<String> TERMINALS = List.of("/dev/pts", "/dev");

    private Instant idleSince;

    /** The one-minute load average; negative where the system has none. */
    double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Since when the host has been idle, or null. */
    synchronized Instant idleSince() {
        if (load() > LOW_LOAD || lastTyped().isAfter(Instant.now().minus(QUIET))) {
            idleSince = null;
        } else if (idleSince == null) {
            idleSince = Instant.now();
        }
        return idleSince;
    }

    /** A terminal's access time is when it was last read from. */
    private static Instant lastTyped() {
        Instant last = Instant.EPOCH;
        for (String directory : TERMINALS) {
            String names = directory.equals("/dev") ? "tty[0-9]*" : "[0-9]*";
            try (DirectoryStream<Path> terminals = Files.newDirectoryStream(Path.of(directory), names)) {
                for (Path terminal : terminals) {
                    BasicFileAttributes attributes = Files.readAttributes(terminal, BasicFileAttributes.class);
                    Instant read = attributes.lastAccessTime().toInstant();
                    if (read.isAfter(last)) {
                        last = read;
                    }
                }
            } catch (IOException e) {
                // no such terminals, or one that was closed this moment
            }
        }
        return last;
    }
}
