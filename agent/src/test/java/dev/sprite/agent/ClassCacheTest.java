package dev.sprite.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sprite.instrumentation.Instrumented;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassCacheTest {
    private static final byte[] ORIGINAL = bytes(1, 3_000);
    private static final byte[] OTHER = bytes(2, 3_000);
    private static final Instrumented RESULT = new Instrumented(bytes(3, 4_000), bytes(4, 50));

    @TempDir
    Path home;

    private File folder;

    @BeforeEach
    void nameFolder() {
        folder = home.resolve("cache/sprite").toFile();
    }

    private static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }

    private ClassCache open() {
        return new ClassCache(folder, "agent 1, JDK 17");
    }

    private Path file() {
        return folder.listFiles()[0].toPath();
    }

    private static void assertSame(Instrumented expected, Instrumented actual) {
        assertNotNull(actual);
        assertArrayEquals(expected.classFile(), actual.classFile());
        assertArrayEquals(expected.sites(), actual.sites());
    }

    @Test
    void whatOneRunAddsTheNextFinds() {
        assertNull(open().find(ORIGINAL));
        open().add(ORIGINAL, RESULT);
        ClassCache next = open();
        assertSame(RESULT, next.find(ORIGINAL));
        assertNull(next.find(OTHER));
    }

    @Test
    void aClassThatIsLeftAsItIsIsKnown() {
        open().add(ORIGINAL, new Instrumented(null, null));
        Instrumented found = open().find(ORIGINAL);
        assertNotNull(found);
        assertNull(found.classFile());
    }

    @Test
    void anotherAgentOrJdkHasItsOwn() {
        open().add(ORIGINAL, RESULT);
        assertNull(new ClassCache(folder, "agent 2, JDK 17").find(ORIGINAL));
    }

    @Test
    void twoWritersShareAFile() {
        ClassCache one = open();
        ClassCache two = open();
        one.add(ORIGINAL, RESULT);
        two.add(OTHER, RESULT);
        ClassCache next = open();
        assertSame(RESULT, next.find(ORIGINAL));
        assertSame(RESULT, next.find(OTHER));
    }

    @Test
    void aTruncatedRecordIsNotBelievedAndMakesRoomForANewFile() throws IOException {
        ClassCache first = open();
        first.add(ORIGINAL, RESULT);
        first.add(OTHER, RESULT);
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
        ClassCache second = open();
        assertSame(RESULT, second.find(ORIGINAL));
        assertNull(second.find(OTHER));
        second.add(OTHER, RESULT);
        assertSame(RESULT, open().find(OTHER));
    }

    @Test
    void noFlippedByteGetsThrough() throws IOException {
        open().add(ORIGINAL, RESULT);
        byte[] whole = Files.readAllBytes(file());
        for (int i = 0; i < whole.length; i += 7) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            Files.write(file(), damaged);
            assertNull(open().find(ORIGINAL), "byte " + i);
        }
    }

    @Test
    void onlyTheUserCanWriteThere() throws IOException {
        open().add(ORIGINAL, RESULT);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.toPath())));
    }

    @Test
    void aFolderThatCannotBeMadeIsDoneWithout() throws IOException {
        Files.writeString(home.resolve("cache"), "a file where the folder should be");
        ClassCache cache = open();
        cache.add(ORIGINAL, RESULT);
        assertNull(cache.find(ORIGINAL));
    }
}
