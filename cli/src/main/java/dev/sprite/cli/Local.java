package dev.sprite.cli;

import dev.sprite.transport.HostAddress;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.message.DirectoryMessage.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The processes and the daemon of one run directory. */
final class Local {
    /** Within it a JVM and its agent have started, on a busy host too. */
    private static final Duration TIME_TO_START = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final RunDirectory run;

    Local(RunDirectory run) {
        this.run = run;
    }

    RunDirectory run() {
        return run;
    }

    /** Asks the process whose logical pid is {@code pid}. */
    <T> T process(long pid, ControlRequest request, Class<T> resultType, Consumer<String> progress)
            throws ControlException {
        Path socket = RunDirectory.controlSocket(run.process(pid));
        while (Files.notExists(socket) || ProcessHandle.of(pid).isEmpty()) {
            if (!isYoung(pid)) {
                throw new ControlException(ControlException.NO_SUCH, "no process " + pid + " runs under the agent here"
                        + " (run directory " + run.path() + "); `sprite ps` lists those that do");
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        try {
            return ControlClient.call(socket, request, resultType, progress);
        } catch (IOException e) {
            throw new ControlException(ControlException.FAILED, "process " + pid + ": " + e.getMessage());
        }
    }

    /** Whether there is such a process and it may still be about to make its control socket. */
    private static boolean isYoung(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .filter(start -> start.plus(TIME_TO_START).isAfter(Instant.now()))
                .isPresent();
    }

    boolean hasDaemon() {
        return Files.exists(RunDirectory.controlSocket(run.daemon()));
    }

    /** Asks this host's daemon. */
    <T> T daemon(ControlRequest request, Class<T> resultType) throws ControlException {
        try {
            return ControlClient.call(RunDirectory.controlSocket(run.daemon()), request, resultType);
        } catch (IOException e) {
            throw new ControlException(ControlException.NO_SUCH, "no daemon runs here (run directory " + run.path()
                    + "); start one with `sprite daemon`");
        }
    }

    /** The daemon of the host that a user calls {@code host}: a name this host's daemon knows, or an address. */
    HostAddress resolve(String host) throws ControlException {
        try {
            return HostAddress.parse(HostAddress.isAddress(host)
                    ? host
                    : daemon(ControlRequest.resolve(host), Host.class).address());
        } catch (IllegalArgumentException e) {
            throw new ControlException(ControlException.USAGE, e.getMessage());
        }
    }
}
