package dev.sprite.cluster;

import dev.sprite.transport.ClassPathContent;
import dev.sprite.transport.Link;
import dev.sprite.transport.PageInput;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.message.PrepareMessage.Fetch;
import dev.sprite.transport.message.PrepareMessage.PathEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Class path entries this host lacks, by content: fetched once from whichever source has them. */
final class ClassPathCache {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;

    ClassPathCache(Path directory) throws IOException {
        this.directory = RunDirectory.createPrivate(directory);
    }

    /**
     * Returns where to find {@code entry} on this host: at its own path if the same content is there, else in the
     * cache, for which it is fetched over {@code link}, if there is one, if need be.
     */
    Path locate(PathEntry entry, Path cwd, Link link) throws IOException {
        Path here = cwd.resolve(entry.path()).normalize();
        if (entry.sha256() == null || isSame(here, entry)) {
            return here;
        }
        if (!entry.sha256().matches("[0-9a-f]{64}")) {
            throw new IOException("class path entry " + entry.path() + " has no digest");
        }
        // the name stays, as some programs look for their jar by name
        Path cached = directory.resolve(entry.sha256()).resolve(here.getFileName().toString());
        if (Files.notExists(cached)) {
            if (link == null) {
                throw new IOException("class path entry " + entry.path() + " is not here any more");
            }
            return fetch(entry, here.getFileName().toString(), link);
        }
        return cached;
    }

    private static boolean isSame(Path here, PathEntry entry) throws IOException {
        // the size alone rules most others out without reading them
        if (!entry.directory() && Files.isRegularFile(here) && Files.size(here) != entry.size()) {
            return false;
        }
        return ClassPathContent.describe(entry.path(), here).equals(entry);
    }

    /** A directory may change while it is sent: what arrives is kept under its own digest. */
    private Path fetch(PathEntry entry, String name, Link link) throws IOException {
        Path cached = null;
        Path draft = directory.resolve(UUID.randomUUID().toString());
        try {
            link.send(new Fetch(entry.path()));
            try (InputStream in = new PageInput(link, PATIENCE)) {
                if (entry.directory()) {
                    unzip(in, draft);
                    // what the zip format leaves behind its last entry
                    in.transferTo(OutputStream.nullOutputStream());
                } else {
                    Files.copy(in, draft);
                }
            }
            String digest = ClassPathContent.describe(entry.path(), draft).sha256();
            if (!digest.equals(entry.sha256()) && !entry.directory()) {
                throw new IOException("class path entry " + entry.path() + " arrived with another content");
            }
            cached = directory.resolve(digest).resolve(name);
            Files.createDirectories(cached.getParent());
            Files.move(draft, cached, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
            if (cached == null || Files.notExists(cached)) {
                throw e;
            }
            // another migration fetched the same
        } finally {
            RunDirectory.delete(draft);
        }
        return cached;
    }

    private static void unzip(InputStream in, Path directory) throws IOException {
        Files.createDirectory(directory);
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            Path file = directory.resolve(entry.getName()).normalize();
            if (!file.startsWith(directory)) {
                throw new IOException("a class path entry with the file name " + entry.getName());
            }
            Files.createDirectories(file.getParent());
            Files.copy(zip, file);
        }
    }
}
