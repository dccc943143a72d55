package dev.sprite.home;

import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.ControlWire;
import dev.sprite.transport.message.HomeMessage.Command;
import dev.sprite.transport.message.HomeMessage.CommandProgress;
import dev.sprite.transport.message.HomeMessage.CommandResult;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Commands about a foreign process that have come to its home: they are carried out where it runs. */
final class ForwardedCommands {
    private static final Duration LIMIT = Duration.ofHours(1);

    private final Pcb pcb;
    private final AttachedProcesses processes;
    private final Map<Long, CommandWatch> watches = new ConcurrentHashMap<>();
    private final AtomicLong commands = new AtomicLong();

    ForwardedCommands(Pcb pcb, AttachedProcesses processes) {
        this.pcb = pcb;
        this.processes = processes;
    }

    /** Passes a command on to where the program runs now, and returns the reply line. */
    String forward(ControlRequest request, Consumer<String> watcher) throws ControlException {
        ForeignProcess foreign = processes.current();
        if (foreign == null) {
            throw new ControlException(ControlException.FAILED, "process " + pcb.pid() + " is not reachable now");
        }
        long id = commands.incrementAndGet();
        CommandWatch watch = new CommandWatch(watcher);
        watches.put(id, watch);
        try {
            Command command = new Command(id, ControlWire.request(request));
            CommandResult result = foreign.link().request(command, CommandResult.class, LIMIT);
            watch.await(result.lines(), foreign.link());
            return result.reply();
        } catch (RefusedException e) {
            throw new ControlException(e);
        } catch (SocketTimeoutException e) {
            throw new ControlException(ControlException.TIMED_OUT, e.getMessage());
        } catch (IOException e) {
            throw new ControlException(ControlException.FAILED, pcb.hasEnded()
                    ? "process " + pcb.pid() + " has ended"
                    : "lost process " + pcb.pid() + ": " + e.getMessage());
        } finally {
            watches.remove(id);
        }
    }

    /** Shows the progress of a command to whoever gave it. */
    void report(CommandProgress line) {
        CommandWatch watch = watches.get(line.id());
        if (watch != null) {
            watch.report(line.line());
        }
    }
}
