package dev.sprite.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterKeyTest {
    @TempDir
    Path directory;

    @Test
    void isMadeOnceForItsOwnerAlone() throws IOException {
        Path path = directory.resolve("deep/inside/cluster.pem");
        ClusterKey made = ClusterKey.loadOrCreate(path);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())));
        assertEquals(made.fingerprint(), ClusterKey.loadOrCreate(path).fingerprint());
        try (var files = Files.list(path.getParent())) {
            assertEquals(1, files.count(), "a draft was left behind");
        }
    }

    @Test
    void everyKeyIsAnother() throws IOException {
        assertNotEquals(
                ClusterKey.loadOrCreate(directory.resolve("a")).fingerprint(),
                ClusterKey.loadOrCreate(directory.resolve("b")).fingerprint());
    }

    @Test
    void refusesAKeyOthersCanRead() throws IOException {
        Path path = directory.resolve("cluster.pem");
        ClusterKey.loadOrCreate(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        IOException refused = assertThrows(IOException.class, () -> ClusterKey.loadOrCreate(path));
        assertTrue(refused.getMessage().contains("chmod 600"), refused.getMessage());
    }

    @Test
    void travelsByExportAndImport() throws IOException {
        ClusterKey key = ClusterKey.loadOrCreate(directory.resolve("mine"));
        Path exported = directory.resolve("exported");
        key.exportTo(exported);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(exported)));
        Path there = directory.resolve("there");
        ClusterKey.loadOrCreate(there);
        ClusterKey.importFrom(exported, there);
        assertEquals(key.fingerprint(), ClusterKey.load(there).fingerprint());
    }

    @Test
    void refusesWhatIsNoKey() throws IOException {
        Path file = directory.resolve("letter");
        Files.writeString(file, "dear host");
        assertTrue(assertThrows(IOException.class, () -> ClusterKey.importFrom(file, directory.resolve("key")))
                .getMessage().contains("is not a cluster key"));
    }
}
