package dev.sprite.transport.message;

import java.util.List;
import java.util.Map;

/** The source of a migration and the daemon of the target host: how a target JVM comes to be. */
public sealed interface PrepareMessage extends Message {
    /**
     * Asks for a JVM that can take the program over. The daemon may ask for files with {@link Fetch}, then sends
     * {@link Prepared} or a refusal. The link stays open until the migration has ended; if it breaks before the target
     * has reported itself ready, the daemon kills the target.
     *
     * @param pid the logical pid
     * @param epoch the epoch under which the program will run there
     * @param home where the target finds home, as {@code ADDR:PORT}
     * @param token what the target proves itself to home with
     * @param homeName the name of the home host
     * @param launch how the program was started
     * @param reason why it is moved; null if its user wants it, who may insist on a host that is not idle
     */
    record Prepare(long pid, int epoch, String home, String token, String homeName, Launch launch, String reason)
            implements PrepareMessage {}

    /**
     * How the program was started.
     *
     * @param feature the JDK feature version
     * @param javaVersion the full version, as the system property {@code java.version} has it
     * @param javaHome the source's {@code java.home}
     * @param jvmOptions as given to the launcher, without class path and main class
     * @param agentJar the path of our jar in {@code jvmOptions}
     * @param agentOptions the options that follow it there, or null
     * @param classPath in the order of {@code java.class.path}; for {@code -jar} the one jar
     * @param jar whether the program was started with {@code -jar}
     * @param mainClass the main class; also for {@code -jar}
     * @param cwd the working directory
     */
    record Launch(
            int feature,
            String javaVersion,
            String javaHome,
            List<String> jvmOptions,
            String agentJar,
            String agentOptions,
            List<PathEntry> classPath,
            boolean jar,
            String mainClass,
            List<String> args,
            String cwd,
            Map<String, String> env) {}

    /**
     * One entry of the class path.
     *
     * @param path as the program's command line had it, perhaps relative to the working directory
     * @param directory whether it is a directory, whose digest is that of its files' names and digests
     * @param sha256 in hexadecimal; null for an entry that does not exist
     */
    record PathEntry(String path, boolean directory, long size, String sha256) {}

    /** The daemon asks for a class path entry; pages follow, closed by their end. A directory comes as a zip file. */
    record Fetch(String path) implements PrepareMessage {}

    /**
     * The target JVM is up.
     *
     * @param address where it listens, as {@code ADDR:PORT}
     * @param hostName the name of the host
     */
    record Prepared(String address, String hostName, long osPid) implements PrepareMessage {}
}
