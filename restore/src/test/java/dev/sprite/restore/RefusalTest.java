package dev.sprite.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.zoo.Unmovable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What cannot move is refused by name, with the path that leads to it, and the heap is unharmed. */
class RefusalTest {
    private static final String PATH = "static dev.sprite.zoo.Unmovable.cache \u2192 java.util.HashMap.table[";

    private static final Map<String, String> SAID = new HashMap<>();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void tryAll() throws Exception {
        List<String> utf8 = List.of("-Dstdout.encoding=UTF-8", "-Dfile.encoding=UTF-8");
        for (String line : Jvm.run(folder, utf8, Refusing.class)) {
            SAID.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pathLeadsFromTheRoot(Unmovable.Kind kind) {
        assertTrue(SAID.get(kind.name()).startsWith(PATH), SAID.get(kind.name()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "MAPPED_BUFFER | java.nio.DirectByteBuffer: the file it maps for writing has been unlinked or replaced: /",
        "SOCKET | java.net.DatagramSocket: datagram sockets are not moved",
        "CLEANER | java.lang.ref.Cleaner: a cleaner watches",
        "THREAD | java.lang.Thread: a thread that is not the program's own cannot be moved: worker",
        "LOCKED_FILE | sun.nio.ch.FileChannelImpl: file locks are not moved yet",
        "OURS | the program reaches an object of Sprite itself, of class dev.sprite.restore.Refusing",
    })
    void reasonIsNamed(String kind, String reason) {
        assertTrue(SAID.get(kind).contains(reason), SAID.get(kind));
    }

    /** 24 of the map, its table, its entry, the links and the last object are named. */
    @Test
    void longPathsAreCutShort() {
        String said = SAID.get("FAR_AWAY");
        assertTrue(said.contains("Link \u2192 \u2026 99980 more \u2192 dev.sprite.zoo.Unmovable$Link.next"), said);
        assertTrue(said.contains("Link.next \u2192 java.lang.ref.Cleaner: a cleaner watches"), said);
    }

    @Test
    void frameIsNamed() {
        String said = SAID.get("FRAME");
        assertTrue(said.startsWith("thread main: dev.sprite.zoo.Unmovable.work()V: "), said);
        assertTrue(said.contains("\u2192 java.lang.ref.Cleaner: "), said);
    }

    @Test
    void programGoesOnUnharmed() {
        assertEquals("captured", SAID.get("NOTHING"));
        assertEquals("intact", SAID.get("HEADERS"));
    }
}
