package dev.sprite.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.zoo.OpenFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process does not go on with another file than the one it had open. */
class ChangedFileTest {
    @TempDir
    private Path folder;

    private Path image;
    private Path files;

    @BeforeEach
    void capture() throws Exception {
        image = folder.resolve("image");
        files = Files.createDirectory(folder.resolve("files"));
        Jvm.run(folder, List.of("-Djava.io.tmpdir=" + files), Source.class, image.toString(),
                OpenFiles.class.getName());
    }

    private interface Change {
        void make(Path file) throws IOException;
    }

    /** Applies {@code change} to every file and returns what the target says of it. */
    private String refusalAfter(Change change) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(files)) {
            for (Path file : all) {
                change.make(file);
            }
        }
        String said = assertThrows(AssertionError.class,
                () -> Jvm.run(folder, List.of(), Target.class, image.toString())).getMessage();
        assertTrue(said.contains("NotMovableException: file " + files.toRealPath()), said);
        return said;
    }

    @Test
    void grown() throws Exception {
        String said = refusalAfter(file -> Files.writeString(file, "more", StandardOpenOption.APPEND));
        assertTrue(said.contains("this host sees another file there: "), said);
        assertTrue(said.contains("bytes instead of"), said);
    }

    @Test
    void touched() throws Exception {
        String said = refusalAfter(file -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)));
        assertTrue(said.contains("changed at another time"), said);
    }

    @Test
    void rewritten() throws Exception {
        String said = refusalAfter(file -> {
            FileTime time = Files.getLastModifiedTime(file);
            byte[] other = Files.readAllBytes(file);
            other[0] ^= 1;
            Files.write(file, other);
            Files.setLastModifiedTime(file, time);
        });
        assertTrue(said.contains("other content"), said);
    }

    @Test
    void gone() throws Exception {
        String said = refusalAfter(Files::delete);
        // which of the two is said depends on which of the files comes first: one is mapped for writing
        assertTrue(said.contains("this host cannot open it") || said.contains("this host does not have the same file"), said);
    }

    @Test
    void unchanged() throws Exception {
        List<String> verdicts = Jvm.run(folder, List.of(), Target.class, image.toString());
        assertEquals(OpenFiles.class.getDeclaredClasses().length - 1,
                verdicts.stream().filter(v -> v.endsWith(" ok")).count());
    }
}
