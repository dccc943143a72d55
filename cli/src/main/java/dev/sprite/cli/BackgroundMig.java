package dev.sprite.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another {@code sprite mig}, which goes on when this one has returned. */
final class BackgroundMig {
    private final List<String> arguments = new ArrayList<>();

    BackgroundMig(Path run, String host, boolean local, boolean yielding, boolean verbose) {
        arguments.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", DaemonCommand.spriteJar().toString(),
                "--run", run.toString(), "mig"));
        if (host != null) {
            arguments.addAll(List.of("-h", host));
        }
        addIf(local, "-l");
        addIf(yielding, "-B");
        addIf(verbose, "-v");
    }

    private void addIf(boolean wanted, String option) {
        if (wanted) {
            arguments.add(option);
        }
    }

    /** Starts it with our output and, as what a shell has in the background, without input; returns its pid. */
    long start(List<String> command) throws IOException {
        arguments.addAll(command);
        return new ProcessBuilder(arguments)
                .inheritIO()
                .redirectInput(new File("/dev/null"))
                .start()
                .pid();
    }
}
