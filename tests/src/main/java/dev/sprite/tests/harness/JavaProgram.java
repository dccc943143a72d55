package dev.sprite.tests.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Java command line, with or without the agent, that can be started several times. */
public final class JavaProgram {
    private final List<String> command;
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private Jdk jdk = Jdk.running();
    private Path folder = Path.of("").toAbsolutePath();
    private List<String> wrapper = List.of();
    private boolean merged;

    /** The program {@code arguments}, which begin with the JVM options and the main class, as after {@code java}. */
    public JavaProgram(List<String> arguments) {
        command = new ArrayList<>(arguments);
    }

    /** The program whose main class is {@code main}, with all that {@code main} was loaded from on its class path. */
    public static JavaProgram of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of("-cp", Checkout.classPathOf(main).toString(), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new JavaProgram(command);
    }

    /** With further JVM options. */
    public JavaProgram with(String... options) {
        jvmOptions.addAll(Arrays.asList(options));
        return this;
    }

    /** Without the optimising compiler: for a program that is over soon it only takes time, here and where it moves to. */
    public JavaProgram unoptimised() {
        return with("-XX:TieredStopAtLevel=1");
    }

    /** With classes from {@code paths} rather than from where the main class was loaded. */
    public JavaProgram classPath(Path... paths) {
        String joined = Arrays.stream(paths).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.set(command.indexOf("-cp") + 1, joined);
        return this;
    }

    /** Under the agent, with its {@code options}. */
    public JavaProgram agent(String options) {
        return with("-javaagent:" + Checkout.spriteJar() + (options.isEmpty() ? "" : "=" + options));
    }

    /** On the JDK {@code jdk}; without, on the one that runs the test. */
    public JavaProgram on(Jdk jdk) {
        this.jdk = jdk;
        return this;
    }

    /** Seen by which the file system is another one. */
    public JavaProgram seeing(SeparateView view) {
        wrapper = view.command();
        return this;
    }

    /** In the working directory {@code folder}. */
    public JavaProgram in(Path folder) {
        this.folder = folder;
        return this;
    }

    /** With an environment variable. */
    public JavaProgram environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** With standard error in the same stream as standard output, as on a terminal. */
    public JavaProgram merged() {
        merged = true;
        return this;
    }

    /** Starts it with pipes as its three standard streams. */
    public RunningProgram start() {
        List<String> line = new ArrayList<>(wrapper);
        line.add(jdk.java());
        line.addAll(jvmOptions);
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(merged);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TZ", "UTC");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        try {
            return new RunningProgram(String.join(" ", line), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it with nothing on its standard input and waits for its end. */
    public Result run() {
        try (RunningProgram program = start()) {
            program.endInput();
            return program.result();
        }
    }
}
