package dev.sprite.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.HostState;
import dev.sprite.transport.message.Priority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HostTableTest {
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final Object link = new Object();
    private final HostTable table = new HostTable(Duration.ofSeconds(15), new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private void say(String name, HostState state, String idleSince, long taken) {
        table.put(new Host(name, name + ":7", state, 0.1, "2026-01-01T" + idleSince + ":00Z", 0), taken, link);
    }

    private String select(Priority priority) {
        return table.select(priority, "home").map(Host::name).orElse("none");
    }

    @Test
    void choosesWhatHasBeenIdleLongest() {
        say("home", HostState.IDLE, "00:00", 0);
        say("a", HostState.IDLE, "11:00", 0);
        say("b", HostState.IDLE, "10:00", 0);
        say("c", HostState.ACTIVE, "09:00", 0);
        say("d", HostState.FULL, "09:00", 0);
        say("e", HostState.REFUSES, "09:00", 0);
        say("f", HostState.PART_USED, "09:00", 0);
        assertEquals("b", select(Priority.NORMAL));
        assertEquals("a", select(Priority.NORMAL));
        assertEquals("f", select(Priority.NORMAL), "beside what has background priority");
        assertEquals("none", select(Priority.NORMAL));
    }

    @Test
    void aHostTakesOneOfEachPriority() {
        say("a", HostState.IDLE, "11:00", 0);
        assertEquals("a", select(Priority.BACKGROUND));
        assertEquals("none", select(Priority.BACKGROUND));
        assertEquals("a", select(Priority.NORMAL));
        say("b", HostState.PART_USED, "11:00", 0);
        assertEquals("none", select(Priority.BACKGROUND));
    }

    @Test
    void aPromiseLastsUntilItIsKeptOrForgotten() {
        say("a", HostState.IDLE, "11:00", 0);
        assertEquals("a", select(Priority.NORMAL));
        say("a", HostState.IDLE, "11:00", 0);
        assertEquals("none", select(Priority.NORMAL), "it has not come yet");
        say("a", HostState.IDLE, "11:00", 1);
        assertEquals("a", select(Priority.NORMAL), "it has come and gone");
        now = now.plusSeconds(11);
        assertEquals("a", select(Priority.NORMAL), "it never came");
    }

    @Test
    void whoIsNotHeardOfIsDown() {
        say("a", HostState.IDLE, "11:00", 0);
        now = now.plusSeconds(16);
        assertEquals(HostState.DOWN, table.hosts().get(0).state());
        assertEquals("none", select(Priority.NORMAL));
        say("a", HostState.IDLE, "11:00", 0);
        table.lost("a", new Object());
        assertEquals(HostState.IDLE, table.hosts().get(0).state(), "it has another link");
        table.lost("a", link);
        assertEquals(HostState.DOWN, table.hosts().get(0).state());
    }

    @Test
    void aNameIsTakenWhileItsHostIsUp() {
        say("a", HostState.IDLE, "11:00", 0);
        Host namesake = new Host("a", "elsewhere:7", HostState.IDLE, 0, null, 0);
        assertTrue(table.isTaken(namesake));
        table.lost("a", link);
        assertFalse(table.isTaken(namesake));
    }
}
