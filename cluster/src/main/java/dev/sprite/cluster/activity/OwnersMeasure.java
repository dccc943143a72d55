package dev.sprite.cluster.activity;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shell command of the owner's that knows better. If it exits with another status than 0, he uses the host right now.
 * Lines of its output replace what we measure ourselves: {@code idle=SECONDS} since the last input,
 * {@code load=ONE,FIVE,FIFTEEN}.
 */
final class OwnersMeasure implements Measure {
    private static final Logger log = LoggerFactory.getLogger(OwnersMeasure.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String command;
    private final Measure own;

    OwnersMeasure(String command, Measure own) {
        this.command = command;
        this.own = own;
    }

    @Override
    public Sample take() {
        Sample sample = own.take();
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).exceptionally(late -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                return process.destroyForcibly();
            });
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    sample = corrected(sample, line.trim());
                }
            }
            return process.waitFor() == 0 ? sample : new Sample(sample.load(), Instant.now());
        } catch (IOException | IllegalArgumentException e) {
            log.warn("the measure '{}': {}; the host counts as used", command, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Sample(sample.load(), Instant.now());
    }

    private static Sample corrected(Sample sample, String line) {
        if (line.startsWith("idle=")) {
            double seconds = Double.parseDouble(line.substring("idle=".length()));
            return new Sample(sample.load(), Instant.now().minusMillis((long) (seconds * 1000)));
        } else if (line.startsWith("load=")) {
            return new Sample(LoadAverage.parse(line.substring("load=".length())), sample.lastInput());
        }
        return sample;
    }
}
