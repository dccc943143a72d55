package dev.sprite.tests.harness;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** An installed JDK. */
public record Jdk(Path home, int feature) {
    /** The JDK that runs this code. */
    public static Jdk running() {
        return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** The JDK in the folder {@code home}. */
    public static Jdk at(Path home) {
        Properties release = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(home + " is no JDK", e);
        }
        String version = release.getProperty("JAVA_VERSION").replace("\"", "");
        return new Jdk(home, Runtime.Version.parse(version).feature());
    }

    /** One JDK of each version the project promises to work on, as far as they are installed. */
    public static List<Jdk> supported() {
        List<Jdk> found = new ArrayList<>();
        for (int feature : new int[] {17, 25}) {
            candidates("JAVA" + feature + "_HOME").stream()
                    .filter(home -> Files.isRegularFile(home.resolve("release")))
                    .map(Jdk::at)
                    .filter(jdk -> jdk.feature == feature)
                    .findFirst()
                    .ifPresent(found::add);
        }
        return found;
    }

    private static List<Path> candidates(String variable) {
        List<Path> homes = new ArrayList<>();
        if (System.getenv(variable) != null) {
            homes.add(Path.of(System.getenv(variable)));
        }
        homes.add(running().home);
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> folders = Files.list(installed)) {
                folders.sorted().forEach(homes::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return homes;
    }

    /** Its {@code java} command. */
    public String java() {
        return home.resolve("bin/java").toString();
    }
}
