package dev.sprite.transport;

import dev.sprite.transport.message.PrepareMessage.PathEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What an entry of a class path holds: how two hosts tell that theirs are the same, and how one that lacks it gets it.
 * The digest of a directory is that of its files' names, in order, each followed by the file's digest.
 */
public final class ClassPathContent {
    private ClassPathContent() {}

    /**
     * Describes an entry.
     *
     * @param path as the class path has it
     * @param file where that is
     */
    public static PathEntry describe(String path, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            MessageDigest digest = sha256();
            long size = 0;
            for (Path each : filesIn(file)) {
                digest.update(name(file, each).getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(digest(each));
                size += Files.size(each);
            }
            return new PathEntry(path, true, size, hex(digest.digest()));
        }
        if (Files.isRegularFile(file)) {
            return new PathEntry(path, false, Files.size(file), hex(digest(file)));
        }
        return new PathEntry(path, false, 0, null);
    }

    /** Writes a file as it is, a directory as a zip file of its files. */
    public static void write(Path file, OutputStream out) throws IOException {
        if (!Files.isDirectory(file)) {
            Files.copy(file, out);
            return;
        }
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Path each : filesIn(file)) {
            zip.putNextEntry(new ZipEntry(name(file, each)));
            Files.copy(each, zip);
            zip.closeEntry();
        }
        zip.finish();
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
    }

    private static String name(Path directory, Path file) {
        return directory.relativize(file).toString();
    }

    private static byte[] digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
