package dev.sprite.cluster;

import dev.sprite.transport.message.PrepareMessage.Launch;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a target JVM: the program's own, with our agent told what it is there for. */
final class TargetCommand {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private TargetCommand() {}

    /**
     * Builds the command.
     *
     * @param classPath where the program's class path entries are here, in order
     * @param spriteJar our own jar here
     */
    static List<String> of(Launch launch, Path javaHome, List<Path> classPath, Path spriteJar, Path spec) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // so that what is typed at the daemon's terminal does not end the foreign processes
            command.add(SETSID.toString());
        }
        command.add(javaHome.resolve("bin").resolve("java").toString());
        boolean ours = false;
        for (String option : launch.jvmOptions()) {
            if (isOurs(option, launch)) {
                command.add(agent(launch, spriteJar, spec));
                ours = true;
            } else if (keeps(option, Path.of(launch.cwd()))) {
                command.add(option);
            }
        }
        if (!ours) {
            command.add(agent(launch, spriteJar, spec));
        }
        MainStack.enlarge(command);
        if (launch.jar()) {
            command.add("-jar");
            command.add(classPath.get(0).toString());
        } else {
            if (!classPath.isEmpty()) {
                command.add("-cp");
                command.add(join(classPath));
            }
            command.add(launch.mainClass());
        }
        command.addAll(launch.args());
        return command;
    }

    /** Whether an option is the one that starts our agent. */
    static boolean isOurs(String option, Launch launch) {
        String prefix = "-javaagent:" + launch.agentJar();
        return option.equals(prefix) || option.startsWith(prefix + "=");
    }

    /** Other agents stay where their files are; a debugger's connection cannot be had twice. */
    private static boolean keeps(String option, Path cwd) {
        if (option.startsWith("-javaagent:") || option.startsWith("-agentpath:")) {
            int from = option.indexOf(':') + 1;
            int to = option.indexOf('=', from);
            return Files.exists(cwd.resolve(to < 0 ? option.substring(from) : option.substring(from, to)));
        }
        return !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp")
                && !option.startsWith("-Djava.class.path=");
    }

    private static String agent(Launch launch, Path spriteJar, Path spec) {
        StringBuilder option = new StringBuilder("-javaagent:").append(spriteJar).append('=');
        if (launch.agentOptions() != null) {
            for (String given : launch.agentOptions().split(",")) {
                // its run directory is the one the specification names
                if (!given.isEmpty() && !given.startsWith("run=") && !given.startsWith("target=")) {
                    option.append(given).append(',');
                }
            }
        }
        return option.append("target=").append(spec).toString();
    }

    private static String join(List<Path> paths) {
        StringBuilder joined = new StringBuilder();
        for (Path path : paths) {
            if (joined.length() > 0) {
                joined.append(File.pathSeparator);
            }
            joined.append(path);
        }
        return joined.toString();
    }
}
