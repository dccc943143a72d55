package dev.sprite.cluster;

import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.Assignment;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ProcessStatus;
import dev.sprite.transport.control.RunDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A JVM a daemon has started to take a program over, perhaps ahead of the migration that needs it. */
final class TargetJvm {
    private static final Logger log = LoggerFactory.getLogger(TargetJvm.class);

    private final String program;
    private final Path place;
    private final Process process;
    private final CompletableFuture<Assignment> assignment = new CompletableFuture<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private volatile Instant since = Instant.now();
    private volatile boolean ready;
    private boolean condemned;
    private volatile boolean evicted;
    private volatile String reason;
    private volatile String lastWords = "";

    /**
     * Takes charge of {@code process}.
     *
     * @param program what it is started to run, for {@code ps}
     * @param place its directory, removed when it has ended
     * @param ended called when it has
     */
    TargetJvm(String program, Path place, Process process, Runnable ended) {
        this.program = program;
        this.place = place;
        this.process = process;
        DaemonThreads.start("sprite-target-" + process.pid(), () -> {
            passOn();
            reap();
            ended.run();
        });
    }

    private void passOn() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastWords = line;
                log.warn("{} here: {}", this, line);
            }
        } catch (IOException e) {
            log.debug("output of target JVM {}: {}", process.pid(), e.getMessage());
        }
    }

    private void reap() {
        try {
            int status = process.waitFor();
            log.info("the JVM of {} has ended with status {}", this, status);
            String why = lastWords.isEmpty() ? "" : ": " + lastWords;
            RefusedException ended = new RefusedException(
                    ControlException.FAILED, "the target JVM ended with status " + status + why);
            port.completeExceptionally(ended);
            assignment.completeExceptionally(ended);
            RunDirectory.delete(place);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("cannot remove {}: {}", place, e.getMessage());
        }
    }

    long osPid() {
        return process.pid();
    }

    /** Where its control socket is. */
    Path controlSocket() {
        return RunDirectory.controlSocket(place);
    }

    String homeName() {
        return assignment.join().homeName();
    }

    /** The logical pid. */
    long pid() {
        return assignment.join().pid();
    }

    /**
     * Tells it what it is there for.
     *
     * @param reason why its program moves here; null if its user wants it
     */
    void assign(Assignment assignment, String reason) {
        this.reason = reason;
        since = Instant.now();
        this.assignment.complete(assignment);
    }

    /** Waits for {@link #assign}. */
    Assignment awaitAssignment() throws ControlException {
        try {
            return assignment.get();
        } catch (ExecutionException e) {
            throw new ControlException(ControlException.FAILED, e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException(ControlException.FAILED, "interrupted");
        }
    }

    /** It listens at {@code port}. */
    void started(int port) {
        this.port.complete(port);
    }

    /** Waits for {@link #started}. */
    int awaitPort(Duration patience) throws IOException {
        try {
            return port.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } catch (TimeoutException e) {
            throw new RefusedException(
                    ControlException.FAILED, "the target JVM was not up within " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting the target JVM");
        }
    }

    /** It has rebuilt the program: from now on home alone decides about its life. */
    synchronized void ready() throws ControlException {
        if (condemned) {
            throw new ControlException(ControlException.FAILED, "it is not wanted any more");
        }
        ready = true;
    }

    boolean isReady() {
        return ready;
    }

    /** Whether its program has been moved here unasked, or is about to be. */
    boolean comesUnasked() {
        return reason != null;
    }

    /** Since when it has been there for its program. */
    Instant since() {
        return since;
    }

    /** The processor time it has taken. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Its program is being sent away: the owner of this host wants it for himself. */
    void evicted() {
        evicted = true;
    }

    boolean isEvicted() {
        return evicted;
    }

    /** Ends it at once, unless it is ready. */
    synchronized void killUnlessReady(String why) {
        condemned = !ready;
        if (condemned && process.isAlive()) {
            log.info("ending the target JVM of {}: {}", this, why);
            process.destroyForcibly();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean endsWithin(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void onEnd(Runnable action) {
        process.onExit().thenRun(action);
    }

    ProcessStatus status(String hostName) {
        String state = homeName().equals(hostName) ? "home" : "foreign";
        return new ProcessStatus(
                pid(), homeName(), hostName, state, since.truncatedTo(ChronoUnit.SECONDS).toString(), program,
                reason == null ? ProcessStatus.BY_HAND : reason);
    }

    /** Whose it is, for messages. */
    @Override
    public String toString() {
        boolean assigned = assignment.isDone() && !assignment.isCompletedExceptionally();
        return assigned ? "process " + pid() : "a program to come";
    }
}
