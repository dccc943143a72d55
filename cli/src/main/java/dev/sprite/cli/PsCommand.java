package dev.sprite.cli;

import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.DaemonStatus;
import dev.sprite.transport.control.ProcessStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sprite ps}. */
@Command(name = "ps", description = "Lists your processes, wherever they run, and those of other hosts that run here.")
final class PsCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 3;

    @ParentCommand
    private SpriteCommand sprite;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "As a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<ProcessStatus> processes = processes(new Local(sprite.runDirectory()));
        if (json) {
            Console.json(out, processes);
            return 0;
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"PID", "HOME", "HOST", "STATE", "SINCE", "COMMAND"});
        for (ProcessStatus process : processes) {
            rows.add(new String[] {
                Long.toString(process.pid()), process.home(), process.host(), process.state(), process.since(),
                process.why() == null ? process.command() : process.command() + "  (" + process.why() + ')'
            });
        }
        Console.table(out, rows);
        return 0;
    }

    private List<ProcessStatus> processes(Local local) throws IOException {
        TreeMap<Long, CompletableFuture<ProcessStatus>> asked = new TreeMap<>();
        for (Long pid : local.run().processes().keySet()) {
            asked.put(pid, CompletableFuture.supplyAsync(() -> status(local, pid)));
        }
        SortedMap<Long, ProcessStatus> byPid = new TreeMap<>();
        for (ProcessStatus foreign : foreign(local)) {
            byPid.put(foreign.pid(), foreign);
        }
        asked.forEach((pid, answer) -> {
            ProcessStatus status = await(pid, answer);
            if (status != null) {
                byPid.put(pid, status);
            }
        });
        return new ArrayList<>(byPid.values());
    }

    private static List<ProcessStatus> foreign(Local local) {
        try {
            return local.hasDaemon()
                    ? local.daemon(ControlRequest.of(ControlRequest.STATUS), DaemonStatus.class).foreign()
                    : List.of();
        } catch (ControlException e) {
            // a daemon that was killed has left its socket
            return List.of();
        }
    }

    private static ProcessStatus status(Local local, long pid) {
        try {
            return local.process(pid, ControlRequest.of(ControlRequest.STATUS), ProcessStatus.class, line -> { });
        } catch (ControlException e) {
            // it ended, or has not opened its socket yet
            return null;
        }
    }

    private ProcessStatus await(long pid, CompletableFuture<ProcessStatus> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            spec.commandLine().getErr().println("sprite: process " + pid + " does not answer; is it stopped?");
            return null;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
