package dev.sprite.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Slows a process down to an eighth of its speed by stopping and continuing it, so that even a short program is still
 * there when its target has been prepared. What it does, it does as ever.
 */
final class Brake implements AutoCloseable {
    private static final String LOOP = "trap 'kill -CONT $1 2>/dev/null; exit' TERM;"
            + " while kill -STOP $1 2>/dev/null; do sleep 0.14; kill -CONT $1 2>/dev/null; sleep 0.02; done";

    private final Process loop;

    Brake(long pid) {
        try {
            loop = new ProcessBuilder("bash", "-c", LOOP, "brake", Long.toString(pid)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        loop.destroy();
        try {
            loop.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
