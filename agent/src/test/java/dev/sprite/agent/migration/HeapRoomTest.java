package dev.sprite.agent.migration;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.image.NotMovableException;
import dev.sprite.transport.message.MoveMessage.ClassesLoaded;
import org.junit.jupiter.api.Test;

/** A heap that does not fit at the target is refused, and what is missing there is named. */
class HeapRoomTest {
    private static final long LITTLE = 1 << 20;

    @Test
    void aLargeTargetWillDo() {
        assertDoesNotThrow(() -> HeapRoom.check(new ClassesLoaded(Long.MAX_VALUE, Long.MAX_VALUE, null), "nyx"));
    }

    @Test
    void aSmallHeapIsRefused() {
        String said = refusal(new ClassesLoaded(LITTLE, Long.MAX_VALUE, null));
        assertTrue(said.endsWith("the JVM on nyx can have at most 1 MB; set -Xmx"), said);
    }

    @Test
    void aHostWithoutMemoryIsRefused() {
        String said = refusal(new ClassesLoaded(Long.MAX_VALUE, LITTLE, null));
        assertTrue(said.endsWith("nyx has 1 MB of memory left"), said);
    }

    private static String refusal(ClassesLoaded target) {
        NotMovableException refused =
                assertThrows(NotMovableException.class, () -> HeapRoom.check(target, "nyx"));
        assertEquals("the heap", refused.blockers().get(0).object());
        return refused.blockers().get(0).why();
    }
}
