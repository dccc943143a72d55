package dev.sprite.cluster.activity;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;

/** When somebody last used this host: by a terminal, by an input device, by logging in or out. */
final class InputDevices {
    /** A file's access time is when it was last read from: what was typed there; a record's changes are written. */
    private enum Sign {
        READ,
        WRITTEN
    }

    private record Place(Path directory, String names, Sign sign) {}

    private static final List<Place> PLACES = List.of(
            new Place(Path.of("/dev/pts"), "[0-9]*", Sign.READ),
            new Place(Path.of("/dev"), "tty[0-9A-Z]*", Sign.READ),
            new Place(Path.of("/dev/input"), "*", Sign.READ),
            new Place(Path.of("/run"), "utmp", Sign.WRITTEN),
            new Place(Path.of("/run/systemd"), "sessions", Sign.WRITTEN));

    private final KeyboardInterrupts keyboard = new KeyboardInterrupts();

    Instant lastUsed() {
        Instant last = keyboard.lastSeen();
        for (Place place : PLACES) {
            Instant used = lastUsed(place);
            if (used.isAfter(last)) {
                last = used;
            }
        }
        return last;
    }

    private static Instant lastUsed(Place place) {
        Instant last = Instant.EPOCH;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place.directory(), place.names())) {
            for (Path file : files) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                Instant used = (place.sign() == Sign.READ ? attributes.lastAccessTime() : attributes.lastModifiedTime())
                        .toInstant();
                if (used.isAfter(last)) {
                    last = used;
                }
            }
        } catch (IOException e) {
            // there is none of these here, or one was closed this moment
        }
        return last;
    }
}
