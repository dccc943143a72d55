package dev.sprite.agent.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedJarTest {
    private static final byte[] TEXT = "so much text ".repeat(1_000).getBytes();
    private static final byte[] NOISE = new byte[70_000];

    static {
        new Random(1).nextBytes(NOISE);
    }

    @TempDir
    Path folder;

    private static void put(ZipOutputStream zip, String name, byte[] content, int method) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private ZipFile outer(int method) throws IOException {
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(nested)) {
            put(zip, "a/text", TEXT, ZipEntry.DEFLATED);
            put(zip, "a/noise", NOISE, ZipEntry.STORED);
            put(zip, "empty", new byte[0], ZipEntry.DEFLATED);
        }
        Path file = folder.resolve("outer.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            put(zip, "before", NOISE, ZipEntry.DEFLATED);
            put(zip, "nested.jar", nested.toByteArray(), method);
            put(zip, "after", TEXT, ZipEntry.DEFLATED);
        }
        return new ZipFile(file.toFile());
    }

    @Test
    void entriesAreReadInPlace() throws IOException {
        try (ZipFile outer = outer(ZipEntry.STORED)) {
            NestedJar jar = new NestedJar(outer, "nested.jar");
            assertEquals(Set.of("a/text", "a/noise", "empty"), jar.names());
            assertArrayEquals(NOISE, jar.read("a/noise"));
            assertArrayEquals(TEXT, jar.read("a/text"));
            assertArrayEquals(new byte[0], jar.read("empty"));
            assertNull(jar.read("after"));
        }
    }

    @Test
    void whatIsNotStoredOrNotThereIsRefused() throws IOException {
        try (ZipFile outer = outer(ZipEntry.DEFLATED)) {
            assertThrows(IOException.class, () -> new NestedJar(outer, "nested.jar"));
            assertThrows(IOException.class, () -> new NestedJar(outer, "missing.jar"));
        }
    }
}
