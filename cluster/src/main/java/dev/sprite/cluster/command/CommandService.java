package dev.sprite.cluster.command;

import dev.sprite.cluster.command.CommandLaunch.Launched;
import dev.sprite.transport.Link;
import dev.sprite.transport.Received;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.message.CommandMessage.Run;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands on this host for callers on others. */
public final class CommandService implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(CommandService.class);

    private static final String ENDS = "the daemon ends";
    private static final Duration TIME_TO_END = Duration.ofSeconds(5);

    private final String hostName;
    private final Admission admission;
    private final CommandLaunch launch;
    private final Set<ForeignCommand> running = new HashSet<>();
    private boolean closed;

    /** Who decides whether there is room. */
    public interface Admission {
        /**
         * Lets a command in; closing the result, once or more often, says that it has gone.
         *
         * @throws RefusedException if there is no room
         */
        Closeable admit(Run run) throws RefusedException;
    }

    /** @param place a directory for what commands need while they run; what is in it is removed */
    public CommandService(String hostName, Path place, Admission admission) throws IOException {
        this.hostName = hostName;
        this.admission = admission;
        RunDirectory.delete(place);
        launch = new CommandLaunch(RunDirectory.createPrivate(place));
    }

    /** Serves a caller, from its request to the end of its command. */
    public void serve(Link link, Received request) throws IOException {
        Run run = (Run) request.message();
        try (Closeable place = admission.admit(run)) {
            Launched launched = launch.start(run, hostName);
            log.info("process {} runs for {}: {}", launched.process().pid(), link.peer(), run.line());
            ForeignCommand command = new ForeignCommand(launched, link, place);
            began(command);
            try {
                command.serve(request, hostName);
            } finally {
                ended(command);
            }
        } catch (RefusedException e) {
            link.reply(request, e.toMessage());
        }
    }

    private synchronized void began(ForeignCommand command) {
        running.add(command);
        if (closed) {
            command.close(ENDS);
        }
    }

    private synchronized void ended(ForeignCommand command) {
        running.remove(command);
        notifyAll();
    }

    /** Ends all commands. */
    @Override
    public synchronized void close() {
        closed = true;
        for (ForeignCommand command : running) {
            command.close(ENDS);
        }
        long deadline = System.nanoTime() + TIME_TO_END.toNanos();
        try {
            while (!running.isEmpty() && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
