package dev.sprite.cli;

import dev.sprite.transport.HostAddress;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.message.LinkMessage.Blocker;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sprite migrate}. */
@Command(
        name = "migrate",
        description = "Moves a running process to another host, or back.",
        sortOptions = false,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "0:the process runs at HOST",
            "1:failed; the process runs on, unharmed",
            "2:usage",
            "3:no such process or host",
            "4:host unreachable or refused",
            "5:not migratable now; says why",
            "6:timed out; the process runs on, unharmed"
        })
final class MigrateCommand implements Callable<Integer> {
    @ParentCommand
    private SpriteCommand sprite;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PID", description = "Its logical pid, as `sprite ps` lists it.")
    private long pid;

    @Parameters(index = "1", paramLabel = "HOST", description = "A host's name, or ADDR:PORT of its daemon.")
    private String host;

    @Option(names = "--strategy", paramLabel = "copy|lazy", description = "How the heap moves; default: chosen for you.")
    private Strategy strategy;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Give up, with the process unharmed, if it does not run there by then; default: "
                    + "${DEFAULT-VALUE}.")
    private double timeout;

    @Option(names = "--wait-residual", description = "Return only when nothing of the process is left where it was.")
    private boolean waitResidual;

    @Option(names = "--json", description = "The figures as one JSON object.")
    private boolean json;

    /** Ways to move a heap. */
    enum Strategy {
        copy,
        lazy
    }

    /** What a refusal looks like in JSON. */
    private record Refusal(long pid, String to, String result, String reason, List<Blocker> blockers) {}

    @Override
    public Integer call() throws IOException, ControlException {
        if (!(timeout > 0)) {
            throw new ControlException(ControlException.USAGE, "--timeout must be a number of seconds above 0");
        }
        Local local = new Local(sprite.runDirectory());
        PrintWriter out = spec.commandLine().getOut();
        try {
            HostAddress daemon = local.resolve(host);
            ControlRequest request = ControlRequest.migrate(
                    daemon.toString(), strategy == null ? null : strategy.name(), timeout, waitResidual);
            MigrationReport report = move(local, request);
            if (json) {
                Console.json(out, report);
            } else {
                out.println(summary(report));
            }
            return 0;
        } catch (ControlException e) {
            if (json) {
                Console.json(out, new Refusal(pid, host, "refused", e.getMessage(), e.blockers()));
            }
            PrintWriter err = spec.commandLine().getErr();
            for (Blocker blocker : e.blockers()) {
                err.println("sprite: " + Blockers.line(blocker));
            }
            throw e;
        }
    }

    private MigrationReport move(Local local, ControlRequest request) throws ControlException {
        StatusLine status = new StatusLine(spec.commandLine().getErr());
        try {
            return local.process(pid, request, MigrationReport.class, status::show);
        } finally {
            status.clear();
        }
    }

    private static String summary(MigrationReport report) {
        String bytes = report.bytesTotal() == null
                ? report.bytesFrozen() + " bytes, the rest follows"
                : report.bytesTotal() + " bytes";
        return String.format(Locale.ROOT,
                "%d moved from %s to %s in %.0f ms: frozen %.1f ms, %s, %d frames, %d objects, %s",
                report.pid(), report.from(), report.to(), report.totalMillis(), report.freezeMillis(),
                report.strategy(), report.frames(), report.objects(), bytes);
    }
}
