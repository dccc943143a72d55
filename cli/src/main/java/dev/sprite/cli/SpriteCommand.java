package dev.sprite.cli;

import dev.sprite.cluster.activity.LoadAverage;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.RunDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of the command line; what its commands share. */
@Command(
        name = "sprite",
        description = "Moves running Java programs from one machine to another.",
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT,
        versionProvider = SpriteCommand.Version.class,
        sortOptions = false,
        subcommands = {
            DaemonCommand.class,
            PsCommand.class,
            HostsCommand.class,
            MigrateCommand.class,
            MigCommand.class,
            EvictCommand.class,
            ExplainCommand.class,
            KeyCommand.class,
            DemoCommand.class
        })
public final class SpriteCommand implements Runnable {
    @Option(
            names = "--run",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Run directory; default: $$SPRITE_RUN, else $$XDG_RUNTIME_DIR/sprite, else /tmp/sprite-UID.")
    private Path run;

    // not -h, which names a host
    @Option(names = "--help", usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print version and exit.")
    private boolean version;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private SpriteCommand() {}

    /** Runs the command line and returns its exit status. */
    public static int run(String[] args) {
        CommandLine line = new CommandLine(new SpriteCommand());
        // what follows a command's name is its own
        line.getSubcommands().get("mig").setStopAtPositional(true);
        return line
                .registerConverter(HostAddress.class, text -> parse(HostAddress::parse, text))
                .registerConverter(LoadAverage.class, text -> parse(LoadAverage::parse, text))
                .setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown, command))
                .setParameterExceptionHandler((thrown, arguments) -> {
                    CommandLine command = thrown.getCommandLine();
                    command.getErr().println("sprite: " + thrown.getMessage());
                    if (!CommandLine.UnmatchedArgumentException.printSuggestions(thrown, command.getErr())) {
                        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
                    }
                    return ControlException.USAGE;
                })
                .execute(args);
    }

    private static <T> T parse(Function<String, T> parser, String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    private static int report(Exception thrown, CommandLine command) {
        if (thrown instanceof ControlException failed) {
            command.getErr().println("sprite: " + failed.getMessage());
            return failed.status();
        }
        if (thrown instanceof IOException) {
            command.getErr().println("sprite: " + thrown.getMessage());
            return ControlException.FAILED;
        }
        thrown.printStackTrace(command.getErr());
        return ControlException.FAILED;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? " + String.join(", ",
                spec.subcommands().keySet()));
    }

    /** The run directory that commands look in. */
    RunDirectory runDirectory() throws IOException {
        return RunDirectory.of(run);
    }

    /** Asks the build which version this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
                return new String[] {"sprite " + new String(in.readAllBytes(), StandardCharsets.UTF_8).trim()};
            }
        }
    }
}
