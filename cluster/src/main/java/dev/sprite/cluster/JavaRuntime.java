package dev.sprite.cluster;

import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.PrepareMessage.Launch;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Chooses the Java runtime of a target JVM. */
final class JavaRuntime {
    private JavaRuntime() {}

    /**
     * Returns the source's own runtime if the same version is at the same path here, else the daemon's.
     *
     * @throws RefusedException if that is of another feature version
     */
    static Path choose(Launch launch, String hostName) throws RefusedException {
        Path home = Path.of(launch.javaHome());
        if (launch.javaVersion().equals(versionOf(home))) {
            return home;
        }
        if (Runtime.version().feature() != launch.feature()) {
            throw new RefusedException(ControlException.UNREACHABLE, "host " + hostName + " runs JDK "
                    + Runtime.version().feature() + ", the program JDK " + launch.feature()
                    + "; start the daemon there with JDK " + launch.feature());
        }
        return Path.of(System.getProperty("java.home"));
    }

    /** The version that a runtime's release file states, or null if there is no runtime. */
    private static String versionOf(Path home) {
        if (!Files.isExecutable(home.resolve("bin").resolve("java"))) {
            return null;
        }
        try (Reader release = Files.newBufferedReader(home.resolve("release"))) {
            Properties properties = new Properties();
            properties.load(release);
            return properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        } catch (IOException e) {
            return null;
        }
    }
}
