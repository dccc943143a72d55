package dev.sprite.transport.control;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The directory in which a user's programs and daemon are found; for that user alone. */
public record RunDirectory(Path path) {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    /** {@code given}, else {@code $SPRITE_RUN}, else {@code $XDG_RUNTIME_DIR/sprite}, else {@code /tmp/sprite-UID}. */
    public static RunDirectory of(Path given) throws IOException {
        if (given != null) {
            return new RunDirectory(given.toAbsolutePath());
        }
        String run = System.getenv("SPRITE_RUN");
        if (run != null && !run.isEmpty()) {
            return new RunDirectory(Path.of(run).toAbsolutePath());
        }
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isEmpty()) {
            return new RunDirectory(Path.of(runtime, "sprite"));
        }
        Object uid = Files.getAttribute(Path.of(System.getProperty("user.home")), "unix:uid");
        return new RunDirectory(Path.of("/tmp", "sprite-" + uid));
    }

    /** Makes it if need be, for the user alone; refuses one that is somebody else's. */
    public RunDirectory create() throws IOException {
        createPrivate(path);
        if (!Files.getOwner(path).getName().equals(System.getProperty("user.name"))) {
            throw new IOException(path + " belongs to someone else; choose another run directory with --run");
        }
        Files.setPosixFilePermissions(path, PRIVATE);
        return this;
    }

    /** Makes a directory, and those above it, for the user alone. */
    public static Path createPrivate(Path directory) throws IOException {
        return Files.createDirectories(directory, fileMode("rwx------"));
    }

    /** The attribute that has a file made with {@code mode}, written as {@code ls} does. */
    public static FileAttribute<Set<PosixFilePermission>> fileMode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    public Path daemon() {
        return path.resolve("daemon");
    }

    /** The place of the program whose home is here. */
    public Path process(long pid) {
        return path.resolve(Long.toString(pid));
    }

    /** The control socket within a process's or the daemon's place. */
    public static Path controlSocket(Path place) {
        return place.resolve("control.sock");
    }

    /** The file within a process's place that says whether it may be moved unasked, if its user has said so. */
    public static Path offload(Path place) {
        return place.resolve("offload");
    }

    /** The places of the living programs started here, by pid; those of dead ones are cleaned. */
    public SortedMap<Long, Path> processes() throws IOException {
        SortedMap<Long, Path> living = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "[0-9]*")) {
            for (Path entry : entries) {
                long pid;
                try {
                    pid = Long.parseLong(entry.getFileName().toString());
                } catch (NumberFormatException e) {
                    continue;
                }
                if (ProcessHandle.of(pid).isPresent()) {
                    living.put(pid, entry);
                } else {
                    delete(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return living;
        }
        return living;
    }

    /** Deletes a tree; what is gone already is fine. */
    public static void delete(Path tree) throws IOException {
        if (Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> children = Files.list(tree)) {
                for (Path child : (Iterable<Path>) children::iterator) {
                    delete(child);
                }
            }
        }
        Files.deleteIfExists(tree);
    }
}
