package dev.sprite.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Whoever owns a host: types there, or is away. */
final class Owner {
    private final Path measure;

    /** Has been away for {@code seconds}; {@code measure} is where it is noted down. */
    Owner(Path measure, int seconds) {
        this.measure = measure;
        isAwayFor(seconds);
    }

    /** Options of the daemon whose host this is. */
    String[] options() {
        return new String[] {"--measure", "cat " + measure, "--sample", "0.05"};
    }

    void types() {
        isAwayFor(0);
    }

    void isAwayFor(int seconds) {
        try {
            Path draft = measure.resolveSibling(measure.getFileName() + ".draft");
            Files.writeString(draft, "load=0,0,0\nidle=" + seconds + "\n");
            Files.move(draft, measure, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
