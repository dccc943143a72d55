package dev.sprite.tests.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that a test has started. Closing it kills it. */
public final class RunningProgram implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Output stdout;
    private final Output stderr;

    RunningProgram(String name, Process process) {
        this.name = name;
        this.process = process;
        stdout = new Output("stdout of " + name, process.getInputStream());
        stderr = new Output("stderr of " + name, process.getErrorStream());
    }

    public long pid() {
        return process.pid();
    }

    /** The process that it, or one of its children, has started last; its own if there is none. */
    public long youngest() {
        return process.descendants()
                .max(Comparator.comparing(child -> child.info().startInstant().orElse(Instant.MIN)))
                .map(ProcessHandle::pid)
                .orElse(process.pid());
    }

    /** Waits until {@link #youngest} is another process than {@code last}. */
    public long awaitYounger(long last) {
        long deadline = System.nanoTime() + Patience.NANOS;
        long found = youngest();
        while (found == last) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nothing was started by " + describe());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            found = youngest();
        }
        return found;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Output stdout() {
        return stdout;
    }

    public Output stderr() {
        return stderr;
    }

    /** Writes a line to its standard input. */
    public void type(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + describe(), e);
        }
    }

    /** Closes its standard input. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended by itself and took the pipe along.
        }
    }

    /** Asks it to end, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** Sends it the signal {@code name}, as {@code kill -NAME} does. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills it, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Kills it and all that it, or one of its children, has started. */
    public void killAll() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        kill();
    }

    /** Waits for its end. */
    public int status() {
        try {
            if (!process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + describe());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** Waits for its end and the ends of its streams. */
    public Result result() {
        return new Result(status(), stdout.all(), stderr.all());
    }

    private String describe() {
        return name + "\nstdout: " + stdout.text() + "\nstderr: " + stderr.text();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        status();
    }
}
