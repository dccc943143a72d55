package dev.sprite.cli;

import dev.sprite.transport.ClusterKey;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.control.RunDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Two hosts on this machine, and a program that goes from one to the other and back before the user's eyes. */
final class Demo {
    private static final String SAMPLE = "dev.sprite.samples.Progress";
    private static final int SECONDS = 25;
    private static final long WATCHED_MILLIS = 2_000;
    private static final long START_LIMIT_SECONDS = 20;

    private final PrintWriter err;
    private final Path spriteJar;
    private final List<Process> started = new ArrayList<>();

    Demo(PrintWriter err, Path spriteJar) {
        this.err = err;
        this.spriteJar = spriteJar;
    }

    /** Returns the exit status: 0 if the program has moved twice and found its own result right. */
    int run() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("sprite-demo");
        Thread cleaner = new Thread(() -> clean(directory), "sprite-demo-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        ClusterKey.loadOrCreate(ClusterKey.defaultPath());
        RunDirectory home = new RunDirectory(directory.resolve("nyx"));
        String nyx = daemon("nyx", "127.0.0.2", home.path());
        String eos = daemon("eos", "127.0.0.3", directory.resolve("eos"));
        say("two hosts on this machine: nyx at " + nyx + ", eos at " + eos);

        Process program = start(new ProcessBuilder(java(), "-javaagent:" + spriteJar + "=run=" + home.path(), "-cp",
                spriteJar.toString(), SAMPLE, Integer.toString(SECONDS)).inheritIO());
        say("nyx runs the sample program Progress as process " + program.pid() + "; it prints to this terminal");
        boolean moved = watch(program) && move(home, program, eos) && watch(program) && move(home, program, nyx);
        int status = program.waitFor();
        say(status == 0
                ? "process " + program.pid() + " has ended with status 0, its result right"
                : "process " + program.pid() + " has ended with status " + status);
        return moved && status == 0 ? 0 : ControlException.FAILED;
    }

    private String daemon(String name, String address, Path run) throws IOException {
        Process daemon = start(new ProcessBuilder(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar",
                spriteJar.toString(), "daemon", "--name", name, "--listen", address + ":0", "--run", run.toString(),
                "--log", "warn")
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        BufferedReader lines = daemon.inputReader();
        String ready = lines.readLine();
        if (ready == null) {
            throw new IOException("the daemon of " + name + " did not start");
        }
        return ready.substring(ready.lastIndexOf(' ') + 1);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Lets it print a while; false if it has ended. */
    private static boolean watch(Process program) throws InterruptedException {
        return !program.waitFor(WATCHED_MILLIS, TimeUnit.MILLISECONDS);
    }

    private boolean move(RunDirectory home, Process program, String daemon) throws InterruptedException {
        Path socket = RunDirectory.controlSocket(home.process(program.pid()));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        while (Files.notExists(socket) && program.isAlive() && System.nanoTime() < deadline) {
            program.waitFor(20, TimeUnit.MILLISECONDS);
        }
        try {
            MigrationReport report = ControlClient.call(
                    socket, ControlRequest.migrate(daemon, null, 30, false), MigrationReport.class);
            say(String.format(Locale.ROOT, "moved from %s to %s: frozen for %.1f ms, %.0f ms in all, %d objects",
                    report.from(), report.to(), report.freezeMillis(), report.totalMillis(), report.objects()));
            return true;
        } catch (IOException | ControlException e) {
            say("not moved: " + e.getMessage());
            return false;
        }
    }

    private void say(String text) {
        err.println("sprite demo: " + text);
        err.flush();
    }

    private synchronized void clean(Path directory) {
        for (Process process : started) {
            process.destroy();
        }
        try {
            for (Process process : started) {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
            RunDirectory.delete(directory);
        } catch (IOException | InterruptedException e) {
            say("cannot remove " + directory + ": " + e.getMessage());
        }
    }
}
