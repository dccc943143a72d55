package dev.sprite.cli;

import dev.sprite.cluster.Daemon;
import dev.sprite.transport.ClusterKey;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.log.StderrLogger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sprite daemon}. */
@Command(
        name = "daemon",
        description = "Serves this host: takes programs in, until SIGTERM; then it sends them home and ends.",
        sortOptions = false)
final class DaemonCommand implements Callable<Integer> {
    @ParentCommand
    private SpriteCommand sprite;

    @Spec
    private CommandSpec spec;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What to call this host.")
    private String name;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "ADDR:PORT",
            description = "Where other hosts reach it; port 0: any.")
    private HostAddress listen;

    @Option(
            names = "--join",
            paramLabel = "ADDR:PORT",
            description = "The daemon of another host; all who join the same one know each other by name.")
    private HostAddress join;

    @Option(
            names = "--cluster",
            paramLabel = "embedded",
            defaultValue = "embedded",
            description = "How hosts know each other: daemons tell each other.")
    private Cluster cluster;

    @Option(
            names = "--log",
            paramLabel = "error|warn|info|debug",
            defaultValue = "info",
            description = "What to say on standard error; default: ${DEFAULT-VALUE}.")
    private LogLevel log;

    @Mixin
    private IdleOptions idle;

    @Mixin
    private OffloadOptions offload;

    /** As on the command line. */
    enum LogLevel {
        error(Level.ERROR),
        warn(Level.WARN),
        info(Level.INFO),
        debug(Level.DEBUG);

        private final Level level;

        LogLevel(Level level) {
            this.level = level;
        }
    }

    /** Directories of hosts. */
    enum Cluster {
        embedded
    }

    @Override
    public Integer call() throws IOException, ControlException, InterruptedException {
        if (HostAddress.isAddress(name) || name.isBlank()) {
            throw new ControlException(ControlException.USAGE, "'" + name + "' looks like an address, not a name");
        }
        StderrLogger.threshold(log.level);
        Daemon daemon = Daemon.start(new Daemon.Config(name, listen, join,
                sprite.runDirectory(), ClusterKey.defaultPath(), spriteJar(), idle.policy(), offload.policy()));
        Runtime.getRuntime().addShutdownHook(new Thread(daemon::close, "sprite-shutdown"));
        spec.commandLine().getOut().println("sprite daemon " + name + " ready on " + daemon.address());
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return 0;
    }

    /** The jar this command runs from, which is the agent too. */
    static Path spriteJar() {
        return Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    }
}
