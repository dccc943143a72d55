package dev.sprite.cluster.command;

import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.CommandMessage.Run;
import dev.sprite.transport.message.Priority;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How a caller's command is started on this host: as the leader of a process group of its own. */
final class CommandLaunch {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final String ENV = "/usr/bin/env";
    private static final String DEFAULT_SIGNALS = "--default-signal";
    private static final String NICE = "/usr/bin/nice";
    private static final String BACKGROUND_NICENESS = "10";

    private final boolean resetsSignals = canResetSignals();
    private final AtomicLong lastNumber = new AtomicLong();
    private final Path place;

    /**
     * A command that has been started.
     *
     * @param output what it and its children write to their standard output
     * @param errors what they write to standard error
     */
    record Launched(Process process, InputStream output, InputStream errors) {}

    /** @param place where to put pipes */
    CommandLaunch(Path place) {
        this.place = place;
    }

    /** Starts it. */
    Launched start(Run run, String hostName) throws RefusedException {
        File folder = new File(run.cwd());
        if (!folder.isDirectory()) {
            throw refusal(hostName + " has no directory " + run.cwd());
        }
        if (!Files.isExecutable(SETSID)) {
            throw refusal(hostName + " has no " + SETSID);
        }
        long number = lastNumber.incrementAndGet();
        try (OutputPipe output = new OutputPipe(place.resolve(number + ".out"));
                OutputPipe errors = new OutputPipe(place.resolve(number + ".err"))) {
            ProcessBuilder builder = new ProcessBuilder(command(run))
                    .directory(folder)
                    .redirectOutput(output.asOutput())
                    .redirectError(errors.asOutput());
            builder.environment().clear();
            builder.environment().putAll(run.env());
            return new Launched(builder.start(), output.reader(), errors.reader());
        } catch (IOException | IllegalArgumentException e) {
            throw refusal(hostName + " cannot start the command: " + e.getMessage());
        }
    }

    private static RefusedException refusal(String why) {
        return new RefusedException(ControlException.UNREACHABLE, why);
    }

    private List<String> command(Run run) {
        List<String> command = new ArrayList<>(List.of(SETSID.toString()));
        if (resetsSignals) {
            command.addAll(List.of(ENV, DEFAULT_SIGNALS));
        }
        if (run.priority() == Priority.BACKGROUND) {
            command.addAll(List.of(NICE, "-n", BACKGROUND_NICENESS));
        }
        command.addAll(List.of("/bin/sh", "-c", run.line()));
        return command;
    }

    /** A daemon that a script has started in the background ignores SIGINT, and so would all that it starts. */
    private static boolean canResetSignals() {
        try {
            return new ProcessBuilder(ENV, DEFAULT_SIGNALS, "true")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
