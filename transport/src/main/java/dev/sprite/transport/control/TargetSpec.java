package dev.sprite.transport.control;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a daemon tells the target JVM it starts, in a file only the user can read; the agent option {@code target}
 * names it. For which process it is there, it learns later: see {@link Assignment}.
 *
 * @param id names this JVM to its daemon
 * @param daemonSocket the control socket to ask for an assignment and to report to
 * @param directory its own place, where its control socket goes ({@link RunDirectory#controlSocket})
 * @param key the cluster key file
 * @param classes the program's classes that another JVM had loaded, as far as they are known
 */
public record TargetSpec(String id, String daemonSocket, String directory, String key, List<String> classes) {

    private static final Gson GSON = new Gson();

    public void write(Path file) throws IOException {
        Files.createFile(file, RunDirectory.fileMode("rw-------"));
        Files.writeString(file, GSON.toJson(this));
    }

    public static TargetSpec read(Path file) throws IOException {
        try {
            return GSON.fromJson(Files.readString(file), TargetSpec.class);
        } catch (JsonParseException e) {
            throw new IOException(file + " is not a target specification", e);
        }
    }
}
