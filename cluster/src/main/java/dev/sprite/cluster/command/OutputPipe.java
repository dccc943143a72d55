package dev.sprite.cluster.command;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a command and all that it starts write into. {@link Process}'s own pipes are cut off when the command ends, with
 * what its children still have to say.
 */
final class OutputPipe implements Closeable {
    private final Path path;
    private final RandomAccessFile held;
    private final InputStream reader;

    /** Makes a named pipe at {@code path}. */
    OutputPipe(Path path) throws IOException {
        this.path = path;
        try {
            if (new ProcessBuilder("mkfifo", "-m", "600", path.toString()).start().waitFor() != 0) {
                throw new IOException("cannot make the pipe " + path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        // opened both ways it waits for nobody, nor does who opens it after that
        held = new RandomAccessFile(path.toFile(), "rw");
        reader = new FileInputStream(path.toFile());
    }

    ProcessBuilder.Redirect asOutput() {
        return ProcessBuilder.Redirect.to(path.toFile());
    }

    /** What is written; it ends when nobody is left who could write. */
    InputStream reader() {
        return reader;
    }

    /** All who are to write have it open, or will not come. */
    @Override
    public void close() throws IOException {
        held.close();
        Files.deleteIfExists(path);
    }
}
