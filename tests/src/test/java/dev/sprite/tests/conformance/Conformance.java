package dev.sprite.tests.conformance;

import dev.sprite.tests.harness.Checkout;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs generated programs, plain and with a stop at each safe point, and compares what becomes of them. */
final class Conformance {
    private static final Pattern SUMMARY = Pattern.compile("sprite: rehearsed (\\d+) times, (\\d+) postponed");

    private final Path folder;
    private long rehearsed;
    private long postponed;

    /** @param folder for what is generated */
    Conformance(Path folder) {
        this.folder = folder;
    }

    /** How often a stack has been taken apart and put together. */
    long rehearsed() {
        return rehearsed;
    }

    /** How often one was pinned. */
    long postponed() {
        return postponed;
    }

    /**
     * The programs that do not do the same. If one of them ends the JVM, those behind it have not been looked at.
     *
     * @throws IllegalStateException if one is no program at all
     */
    List<GeneratedClass> differing(List<GeneratedClass> programs) {
        try {
            Path list = write(programs);
            List<String> plain = lines(run(list, ""));
            for (String line : plain) {
                if (line.contains("failed")) {
                    throw new IllegalStateException("not a valid program: " + line);
                }
            }
            Result result = run(list, "rehearse=1,run=" + folder);
            count(result.stderr());
            List<String> stopped = lines(result);
            return programs.stream()
                    .filter(program -> {
                        int i = programs.indexOf(program);
                        return i < stopped.size() ? !stopped.get(i).equals(plain.get(i)) : i == stopped.size();
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(List<GeneratedClass> programs) throws IOException {
        for (GeneratedClass program : programs) {
            Path file = folder.resolve(program.name().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, program.classFile());
        }
        return Files.write(folder.resolve("programs"), programs.stream().map(GeneratedClass::name).toList());
    }

    private Result run(Path list, String agent) {
        JavaProgram program = JavaProgram.of(GeneratedPrograms.class, list.toString())
                .classPath(Checkout.classPathOf(GeneratedPrograms.class), folder)
                .with("-Xverify:all", "-XX:+UseSerialGC");
        return (agent.isEmpty() ? program : program.agent(agent)).run();
    }

    private void count(String stderr) {
        Matcher summary = SUMMARY.matcher(stderr);
        if (!summary.find()) {
            throw new IllegalStateException("the agent has not summed up: " + stderr);
        }
        rehearsed += Long.parseLong(summary.group(1));
        postponed += Long.parseLong(summary.group(2));
    }

    private static List<String> lines(Result result) {
        return result.stdout().lines().toList();
    }
}
