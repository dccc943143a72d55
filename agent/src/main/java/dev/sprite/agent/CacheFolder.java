package dev.sprite.agent;

import dev.sprite.agent.boot.IsolatedLoader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where what earlier starts have found out is kept: {@code sprite} in the user's cache directory. */
public final class CacheFolder {
    private static final String VARIABLE = "XDG_CACHE_HOME=";

    private CacheFolder() {}

    /** The instrumented classes of programs with this one's class path, and what else they load. */
    static ClassCache classCache(File folder, String kind) {
        return new ClassCache(
                folder, ofThisJvm().concat(kind).concat("\n").concat(System.getProperty("java.class.path")));
    }

    /** Those of the JDK's classes that all programs share. */
    static ClassCache sharedCache(File folder, String kind) {
        return new ClassCache(folder, ofThisJvm().concat(kind));
    }

    /** The file for whatever else is known of this JDK to this agent. */
    public static File file(String kind) {
        return new File(folder(), Integer.toHexString(ofThisJvm().hashCode()).concat(".").concat(kind));
    }

    /** Makes a file of the folder; a reader sees all of it or nothing. */
    public static void write(Path file, String content) throws IOException {
        Path written = File.createTempFile("sprite", null, file.getParent().toFile()).toPath();
        Files.writeString(written, content);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String ofThisJvm() {
        return IsolatedLoader.identity().concat("\n").concat(System.getProperty("java.vm.version"));
    }

    /** Where the agent keeps what it has made of classes. */
    public static File folder() {
        String given = environment();
        File caches = given.isEmpty() ? new File(System.getProperty("user.home"), ".cache") : new File(given);
        return new File(caches, "sprite");
    }

    /**
     * The value of the variable, or nothing. {@code System.getenv} makes a map of all variables and, on newer JDKs,
     * initialises what starts processes: too much for a start.
     */
    private static String environment() {
        byte[] all;
        try (FileInputStream in = new FileInputStream("/proc/self/environ")) {
            all = in.readAllBytes();
        } catch (IOException e) {
            String value = System.getenv(VARIABLE.substring(0, VARIABLE.length() - 1));
            return value == null ? "" : value;
        }
        String text = "\0".concat(new String(all, StandardCharsets.ISO_8859_1));
        int at = text.indexOf("\0".concat(VARIABLE));
        if (at < 0) {
            return "";
        }
        int from = at + VARIABLE.length();
        int to = text.indexOf('\0', from + 1);
        return new String(all, from, (to < 0 ? all.length + 1 : to) - 1 - from);
    }
}
