package dev.sprite.transport.control;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a daemon tells the target JVM it starts, in a file only the user can read; the agent option {@code target}
 * names it.
 *
 * @param id names this JVM to its daemon
 * @param pid the logical pid
 * @param epoch the epoch under which it may run
 * @param home home's {@code ADDR:PORT}
 * @param token proves it to home, and its source to it
 * @param homeName the name of the home host
 * @param hostName the name of this host
 * @param listen the address to listen on, at any port
 * @param daemonSocket the control socket to report the port to
 * @param directory its own place, where its control socket goes ({@link RunDirectory#controlSocket})
 * @param key the cluster key file
 */
public record TargetSpec(
        String id,
        long pid,
        int epoch,
        String home,
        String token,
        String homeName,
        String hostName,
        String listen,
        String daemonSocket,
        String directory,
        String key) {

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
