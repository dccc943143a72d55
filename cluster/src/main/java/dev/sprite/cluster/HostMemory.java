package dev.sprite.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of this host.
 *
 * @param total bytes there are
 * @param available bytes that are free or easily freed
 */
public record HostMemory(long total, long available) {
    private static final Path REPORT = Path.of("/proc/meminfo");

    /** What it is now; null where that cannot be told. */
    public static HostMemory now() {
        long total = 0;
        try {
            for (String line : Files.readAllLines(REPORT)) {
                if (line.startsWith("MemTotal:")) {
                    total = bytes(line);
                } else if (line.startsWith("MemAvailable:")) {
                    return new HostMemory(total, bytes(line));
                }
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }

    private static long bytes(String line) {
        String[] words = line.split("\\s+");
        return Long.parseLong(words[1]) << 10;
    }
}
