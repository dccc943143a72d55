package dev.sprite.cli;

import dev.sprite.cluster.command.RemoteCommand;
import dev.sprite.transport.ClusterKey;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.message.CommandMessage.Run;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.DirectoryMessage.Selected;
import dev.sprite.transport.message.HostState;
import dev.sprite.transport.message.Priority;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sprite mig}. */
@Command(
        name = "mig",
        description = {
            "Runs a shell command on an idle host, in this directory, with this environment and these streams.",
            "One COMMAND is a line for the shell; several are a command and its arguments, as they are.",
            "A command that is nothing but java and its arguments starts here and moves there, with this host as home."
        },
        sortOptions = false,
        exitCodeListHeading = "Exit status:%n",
        exitCodeList = {
            "N:the command's; 128+N if signal N has ended it",
            "137:its host was lost",
            "3:no such host, or no daemon here",
            "4:no host is idle, or HOST unreachable or refused"
        })
final class MigCommand implements Callable<Integer> {
    private static final int LOST = 128 + 9;
    private static final int CHOICES = 5;
    private static final double MOVE_LIMIT_SECONDS = 30;
    private static final String[] SIGNALS = {"INT", "TERM", "HUP"};

    @ParentCommand
    private SpriteCommand sprite;

    @Spec
    private CommandSpec spec;

    @Option(names = "-h", paramLabel = "HOST", description = "On this host, even if it is not idle.")
    private String host;

    @Option(names = "-l", description = "Here, if none is idle or it cannot run there.")
    private boolean local;

    @Option(names = "-b", description = "In the background: print the process id to signal or wait for, and return.")
    private boolean background;

    @Option(names = "-B", description = "With background priority: on a host that nobody else needs, and niced.")
    private boolean yielding;

    @Option(names = "-v", description = "Say where it runs, on standard error.")
    private boolean verbose;

    @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "What to run.")
    private List<String> command;

    @Override
    public Integer call() throws IOException, ControlException, InterruptedException {
        if (background) {
            long pid = new BackgroundMig(sprite.runDirectory().path(), host, local, yielding, verbose).start(command);
            spec.commandLine().getOut().println(pid);
            return 0;
        }
        JavaCommand java = yielding ? null : JavaCommand.of(command);
        try {
            return java == null ? runThere() : runFromHere(java);
        } catch (ControlException e) {
            if (!local) {
                throw e;
            }
            say(e.getMessage() + "; running here");
            return new LocalCommand(ShellWords.line(command)).run();
        }
    }

    private int runFromHere(JavaCommand java) throws IOException, ControlException, InterruptedException {
        Local hosts = new Local(sprite.runDirectory());
        String agent = "-javaagent:" + DaemonCommand.spriteJar() + "=run=" + hosts.run().path()
                + (host == null ? ",offload=auto" : "");
        return new HomeJava(hosts, java.under(agent), this::say).run(() -> move(hosts));
    }

    /** What sends a program to where it is to run now. */
    private ControlRequest move(Local hosts) throws ControlException {
        if (host != null) {
            refuseUnwilling(hosts);
            return ControlRequest.migrate(hosts.resolve(host).toString(), null, MOVE_LIMIT_SECONDS, false);
        }
        Host idle = select(hosts, Priority.NORMAL);
        if (idle == null) {
            throw noneIdle();
        }
        return ControlRequest.migrate(idle.address(), MOVE_LIMIT_SECONDS, "sent by mig");
    }

    /** A program that has been started here would run on if its host refused it. */
    private void refuseUnwilling(Local hosts) throws ControlException {
        HostState state = HostAddress.isAddress(host)
                ? HostState.IDLE
                : hosts.daemon(ControlRequest.resolve(host), Host.class).state();
        if (state == HostState.REFUSES || state == HostState.DOWN) {
            throw new ControlException(ControlException.UNREACHABLE,
                    host + (state == HostState.DOWN ? " is down" : " takes no foreign processes in"));
        }
    }

    private int runThere() throws IOException, ControlException {
        try (Transport transport = new Transport(ClusterKey.loadOrCreate(ClusterKey.defaultPath()));
                RemoteCommand remote = start(transport)) {
            say("running on " + remote.hostName());
            ForwardedSignals.to(remote::signal, SIGNALS);
            return relay(remote);
        }
    }

    private int relay(RemoteCommand remote) {
        try {
            return remote.relay(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out),
                    new FileOutputStream(FileDescriptor.err));
        } catch (IOException e) {
            spec.commandLine().getErr().println(
                    "sprite: the command on " + remote.hostName() + " is lost: " + e.getMessage());
            return LOST;
        }
    }

    private void say(String what) {
        if (verbose) {
            spec.commandLine().getErr().println("sprite: " + what);
        }
    }

    private RemoteCommand start(Transport transport) throws IOException, ControlException {
        Local hosts = new Local(sprite.runDirectory());
        Priority priority = yielding ? Priority.BACKGROUND : Priority.NORMAL;
        Run run = new Run(ShellWords.line(command), Path.of("").toAbsolutePath().toString(), System.getenv(),
                priority, host != null);
        if (host != null) {
            return start(transport, hosts.resolve(host), run);
        }
        ControlException refusal = noneIdle();
        for (int i = 0; i < CHOICES; i++) {
            Host idle = select(hosts, priority);
            if (idle == null) {
                break;
            }
            try {
                return start(transport, HostAddress.parse(idle.address()), run);
            } catch (ControlException e) {
                // it has just come into use, or lacks something that another host may have
                refusal = e;
            }
        }
        throw refusal;
    }

    private static Host select(Local hosts, Priority priority) throws ControlException {
        return hosts.daemon(ControlRequest.select(priority), Selected.class).host();
    }

    private static ControlException noneIdle() {
        return new ControlException(ControlException.UNREACHABLE, "no host is idle");
    }

    /**
     * @throws ControlException if it has not begun there
     * @throws IOException if it may have, and must not be started elsewhere
     */
    private static RemoteCommand start(Transport transport, HostAddress daemon, Run run)
            throws IOException, ControlException {
        try {
            return RemoteCommand.start(transport, daemon, run);
        } catch (RefusedException e) {
            throw new ControlException(e);
        }
    }
}
