package dev.sprite.home;

import dev.sprite.transport.Link;
import dev.sprite.transport.message.HomeMessage.Clock;
import dev.sprite.transport.message.HomeMessage.ClockReading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * How far home's clocks are ahead of this host's, in nanoseconds.
 *
 * @param uncertainty by how much that may be wrong at most
 */
record HomeClock(long wall, long nanos, long uncertainty) {
    private static final int QUESTIONS = 8;

    /** Asks home several times: the quickest answer tells best. */
    static HomeClock read(Link home, Duration patience) throws IOException {
        HomeClock best = ask(home, patience);
        for (int i = 1; i < QUESTIONS; i++) {
            HomeClock next = ask(home, patience);
            best = next.uncertainty < best.uncertainty ? next : best;
        }
        return best;
    }

    private static HomeClock ask(Link home, Duration patience) throws IOException {
        long wallBefore = wall(Instant.now());
        long before = System.nanoTime();
        ClockReading reading = home.request(new Clock(), ClockReading.class, patience);
        long half = (System.nanoTime() - before) / 2;
        return of(reading, wallBefore + half, before + half, half);
    }

    /** A difference that may be none is none. */
    static HomeClock of(ClockReading home, long wallHere, long nanosHere, long uncertainty) {
        long wall = home.wall() - wallHere;
        long nanos = home.nanos() - nanosHere;
        return new HomeClock(Math.abs(wall) <= uncertainty ? 0 : wall, Math.abs(nanos) <= uncertainty ? 0 : nanos,
                uncertainty);
    }

    private static long wall(Instant now) {
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** The program's clocks in this JVM are home's from now on. */
    void set() {
        SpriteTime.set(wall, nanos);
    }
}
