package dev.sprite.cluster;

import dev.sprite.transport.Link;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.message.PrepareMessage.Launch;
import dev.sprite.transport.message.PrepareMessage.PathEntry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a target JVM for a program is started on this host. */
final class TargetLaunch {
    private static final Path NONE = Path.of("");
    private static final File ROOT = new File("/");
    /** Options that take ports, write files, run others' code at the start, or take the whole heap at once. */
    private static final List<String> FELT_ELSEWHERE = List.of("-javaagent:", "-agentpath:", "-agentlib:", "-Xrun",
            "-Dcom.sun.management", "-XX:StartFlightRecording", "-XX:+FlightRecorder", "-XX:FlightRecorderOptions",
            "-Xlog", "-Xloggc", "-XX:+AlwaysPreTouch", "-XX:+UseLargePages");

    private final Launch launch;
    private final Path javaHome;
    private final List<Path> classPath;
    private final Path spriteJar;

    private TargetLaunch(Launch launch, Path javaHome, List<Path> classPath, Path spriteJar) {
        this.launch = launch;
        this.javaHome = javaHome;
        this.classPath = classPath;
        this.spriteJar = spriteJar;
    }

    /** Two launches with equal keys start JVMs of which one will do for the other. */
    record Key(List<String> command, String cwd, Map<String, String> env, List<PathEntry> classPath) {}

    /**
     * Finds out how to start it.
     *
     * @param spriteJar our own jar here
     * @param link where to fetch class path entries from that this host lacks
     * @throws RefusedException if it cannot be started here
     */
    static TargetLaunch of(Launch launch, String hostName, Path spriteJar, ClassPathCache cache, Link link)
            throws IOException {
        Path javaHome = JavaRuntime.choose(launch, hostName);
        Path cwd = Path.of(launch.cwd());
        List<Path> classPath = new ArrayList<>();
        for (PathEntry entry : launch.classPath()) {
            classPath.add(cache.locate(entry, cwd, link));
        }
        return new TargetLaunch(launch, javaHome, classPath, spriteJar);
    }

    Key key() {
        List<PathEntry> contents = new ArrayList<>();
        for (PathEntry entry : launch.classPath()) {
            contents.add(new PathEntry("", entry.directory(), entry.size(), entry.sha256()));
        }
        return new Key(command(NONE), launch.cwd(), launch.env(), contents);
    }

    private List<String> command(Path spec) {
        List<String> command = TargetCommand.of(launch, javaHome, classPath, spriteJar, spec);
        if (!hasDirectory()) {
            command.add(command.indexOf(javaHome.resolve("bin").resolve("java").toString()) + 1,
                    "-Duser.dir=" + launch.cwd());
        }
        return command;
    }

    /** Without it files in it, which are home's, are found all the same. */
    private boolean hasDirectory() {
        return Files.isDirectory(Path.of(launch.cwd()));
    }

    /** Starts a JVM that reads {@code spec}. */
    Process start(Path spec) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(spec))
                .directory(hasDirectory() ? new File(launch.cwd()) : ROOT)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(launch.env());
        return builder.start();
    }

    /** The program and its arguments, for {@code ps}. */
    String program() {
        String program = launch.jar() ? launch.classPath().get(0).path() : launch.mainClass();
        return launch.args().isEmpty() ? program : program + " " + String.join(" ", launch.args());
    }

    /** Whether nothing but the JVM itself is touched by its start, so that it may be started before it is asked for. */
    boolean isHarmless() {
        for (String option : launch.jvmOptions()) {
            if (!TargetCommand.isOurs(option, launch) && FELT_ELSEWHERE.stream().anyMatch(option::startsWith)) {
                return false;
            }
        }
        return true;
    }
}
