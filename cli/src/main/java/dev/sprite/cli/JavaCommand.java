package dev.sprite.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A command that starts a program on a JVM that the agent works in, and nothing else. */
final class JavaCommand {
    private static final int LEAST_FEATURE = 17;
    /** What has a meaning to a shell, beyond parting words. */
    private static final String META = "\"'\\$`|&;<>()*?[]{}~#!=\n";

    private final List<String> words;

    private JavaCommand(List<String> words) {
        this.words = words;
    }

    /** Reads what {@code mig} was given: a line for the shell, or words; null if it is not such a command. */
    static JavaCommand of(List<String> given) {
        List<String> words = given.size() > 1 ? given : wordsOf(given.get(0));
        return !words.isEmpty() && startsJava(words.get(0)) && !hasAgent(words) ? new JavaCommand(words) : null;
    }

    /** The words of a line that a shell would not change. */
    private static List<String> wordsOf(String line) {
        return line.chars().anyMatch(c -> META.indexOf(c) >= 0) || line.isBlank()
                ? List.of()
                : List.of(line.trim().split("\\s+"));
    }

    /** One under an agent, perhaps ours, is as its user wants it. */
    private static boolean hasAgent(List<String> words) {
        return words.stream().anyMatch(word -> word.startsWith("-javaagent:"));
    }

    private static boolean startsJava(String program) {
        Path file = Path.of(program);
        if (!file.endsWith("java")) {
            return false;
        }
        if (program.indexOf('/') >= 0) {
            return isSupported(file);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return isSupported(Path.of(folder, program));
            }
        }
        return false;
    }

    private static boolean isSupported(Path launcher) {
        Properties release = new Properties();
        try (var in = Files.newInputStream(launcher.toRealPath().getParent().resolveSibling("release"))) {
            release.load(in);
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return Runtime.Version.parse(version).feature() >= LEAST_FEATURE;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The same, with {@code agent} as an option. */
    List<String> under(String agent) {
        List<String> command = new ArrayList<>(words);
        command.add(1, agent);
        return command;
    }
}
