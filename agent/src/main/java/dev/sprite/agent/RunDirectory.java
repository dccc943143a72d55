package dev.sprite.agent;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jdk.internal.access.SharedSecrets;

/** {@code <run>/<pid>/}, where commands find this process. */
final class RunDirectory {
    /** After the hooks of the JDK and of the program. */
    private static final int LAST_SHUTDOWN_SLOT = 9;

    private final Path folder;
    private final Path socket;

    private RunDirectory(Path run) {
        folder = run.resolve(Long.toString(ProcessHandle.current().pid()));
        socket = folder.resolve("control.sock");
    }

    /** The directory of this process, not made yet. */
    static RunDirectory of(Options options) throws IOException {
        return new RunDirectory(run(options.run()));
    }

    private static Path run(String option) throws IOException {
        if (option != null) {
            return Path.of(option).toAbsolutePath();
        }
        String run = System.getenv("SPRITE_RUN");
        if (run != null && !run.isEmpty()) {
            return Path.of(run).toAbsolutePath();
        }
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && !runtime.isEmpty()) {
            return Path.of(runtime, "sprite");
        }
        return Path.of("/tmp/sprite-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** Makes the directory, with the control socket in it, until the JVM ends. */
    ServerSocketChannel listen() throws IOException {
        Path run = folder.getParent();
        Files.createDirectories(run.getParent());
        makePrivate(run);
        removeStale(run);
        makePrivate(folder);
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        SharedSecrets.getJavaLangAccess().registerShutdownHook(LAST_SHUTDOWN_SLOT, true, () -> remove(folder));
        return channel.bind(UnixDomainSocketAddress.of(socket));
    }

    /** Makes a directory for the user alone, and does not put up with one that others could write to. */
    private static void makePrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rwx------")));
        }
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!user.equals(Files.getAttribute(directory, "unix:uid"))) {
            throw new IOException(directory + " belongs to someone else; choose another with run=DIR");
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /** Removes what processes that are dead by now have left. */
    private static void removeStale(Path run) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(run, "[0-9]*")) {
            for (Path entry : entries) {
                if (!ProcessHandle.of(Long.parseLong(entry.getFileName().toString())).isPresent()) {
                    remove(entry);
                }
            }
        }
    }

    private static void remove(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Files.delete(entry);
            }
            Files.delete(folder);
        } catch (IOException e) {
            Log.debug("cannot remove " + folder + ": " + e);
        }
    }
}
