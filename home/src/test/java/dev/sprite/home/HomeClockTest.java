package dev.sprite.home;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.transport.message.HomeMessage.ClockReading;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HomeClockTest {
    private static final long MINUTES = Duration.ofMinutes(7).toNanos();

    @Test
    void tellsByHowMuchHomeIsAhead() {
        assertEquals(new HomeClock(MINUTES, -MINUTES, 10),
                HomeClock.of(new ClockReading(1_000 + MINUTES, 2_000), 1_000, 2_000 + MINUTES, 10));
    }

    @Test
    void takesWhatMayBeNoDifferenceForNone() {
        assertEquals(new HomeClock(0, 0, 10), HomeClock.of(new ClockReading(1_000, 2_000), 1_010, 1_990, 10));
    }

    @Test
    void setsTheClocksOfTheProgram() {
        try {
            new HomeClock(MINUTES, -MINUTES, 0).set();
            assertEquals(7, minutes(Duration.ofMillis(SpriteTime.currentTimeMillis() - System.currentTimeMillis())));
            assertEquals(-7, minutes(Duration.ofNanos(SpriteTime.nanoTime() - System.nanoTime())));
        } finally {
            SpriteTime.set(0, 0);
        }
    }

    private static long minutes(Duration difference) {
        return Math.round(difference.toMillis() / 60_000.0);
    }
}
