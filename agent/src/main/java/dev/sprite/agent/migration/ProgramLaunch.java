package dev.sprite.agent.migration;

import dev.sprite.agent.boot.IsolatedLoader;
import dev.sprite.transport.ClassPathContent;
import dev.sprite.transport.message.PrepareMessage.Launch;
import dev.sprite.transport.message.PrepareMessage.PathEntry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.internal.misc.VM;

/** How this JVM was started, so that the program can be started the same way on another host. */
final class ProgramLaunch {
    private static final String AGENT = "-javaagent:";

    private ProgramLaunch() {}

    static Launch describe() throws IOException {
        Path cwd = Path.of(VM.getSavedProperty("user.dir"));
        String classPath = VM.getSavedProperty("java.class.path");
        List<PathEntry> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            entries.add(ClassPathContent.describe(entry, cwd.resolve(entry)));
        }
        List<String> options = List.of(VM.getRuntimeArguments());
        String agent = agentOption(options, cwd);
        int equals = agent.indexOf('=');
        return new Launch(
                Runtime.version().feature(),
                VM.getSavedProperty("java.version"),
                VM.getSavedProperty("java.home"),
                options,
                equals < 0 ? agent : agent.substring(0, equals),
                equals < 0 ? null : agent.substring(equals + 1),
                entries,
                isJar(classPath),
                SpriteMain.program().getName(),
                List.of(SpriteMain.arguments()),
                cwd.toString(),
                System.getenv());
    }

    /** What follows {@code -javaagent:} in the option that started this agent. */
    private static String agentOption(List<String> options, Path cwd) throws IOException {
        Path own = Path.of(IsolatedLoader.JAR).toRealPath();
        for (String option : options) {
            if (option.startsWith(AGENT)) {
                String agent = option.substring(AGENT.length());
                int equals = agent.indexOf('=');
                Path jar = cwd.resolve(equals < 0 ? agent : agent.substring(0, equals));
                if (jar.toFile().exists() && jar.toRealPath().equals(own)) {
                    return agent;
                }
            }
        }
        throw new IOException("the option -javaagent that started this agent is not to be found");
    }

    /** Main class or jar and arguments, as the user wrote them. */
    static String command() {
        return System.getProperty("sun.java.command", "");
    }

    private static boolean isJar(String classPath) {
        String command = command();
        return command.startsWith(classPath)
                && (command.length() == classPath.length() || command.charAt(classPath.length()) == ' ');
    }
}
