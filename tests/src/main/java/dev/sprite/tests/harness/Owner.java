package dev.sprite.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Whoever owns a host: types there, or is away. */
public final class Owner {
    private final Path measure;

    /** Has been away for {@code seconds}; {@code measure} is where it is noted down. */
    public Owner(Path measure, int seconds) {
        this.measure = measure;
        isAwayFor(seconds);
    }

    /** Options of the daemon whose host this is, and {@code more}. */
    public String[] options(String... more) {
        List<String> options = new ArrayList<>(List.of("--measure", "cat " + measure, "--sample", "0.05"));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    public void types() {
        isAwayFor(0);
    }

    public void isAwayFor(int seconds) {
        note(0, seconds);
    }

    /** Is away, with so many programs at work. */
    public void leavesAtWork(int programs) {
        note(programs, Integer.MAX_VALUE);
    }

    private void note(int load, int seconds) {
        try {
            Path draft = measure.resolveSibling(measure.getFileName() + ".draft");
            Files.writeString(draft, "load=" + load + ",0,0\nidle=" + seconds + "\n");
            Files.move(draft, measure, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
