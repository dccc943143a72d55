package dev.sprite.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Random;

/** Whoever sits at a host. */
final class SimulatedOwner {
    private static final double SHORT_BREAK = 0.3;
    private static final double MEETING = 0.2;
    private static final double AT_NIGHT = 0.1;

    /** How owners behave. */
    enum Habit {
        /** Comes in the morning, types in bursts with breaks of all lengths, goes; is there at night now and then. */
        OFFICE,
        /** Has just gone long enough for the host to be idle when he is back: the worst for guests. */
        RESTLESS
    }

    private final Habit habit;
    private final Random random;
    private final LocalTime comes;
    private final LocalTime goes;
    private Instant burstEnd;
    private Instant nextBurst;
    private Instant lastInput;

    SimulatedOwner(Habit habit, Random random, Instant begin) {
        this.habit = habit;
        this.random = random;
        comes = LocalTime.of(9, 0).plusSeconds((long) (random.nextGaussian() * 3_000));
        goes = LocalTime.of(17, 30).plusSeconds((long) (random.nextGaussian() * 4_000));
        burstEnd = begin;
        nextBurst = begin.plusSeconds(exponential(habit == Habit.OFFICE ? 3_600 : 60));
        lastInput = begin.minus(Duration.ofDays(1));
    }

    private long exponential(double mean) {
        return 1 + (long) (-mean * Math.log(1 - random.nextDouble()));
    }

    /** What has been typed until {@code now}. */
    Instant lastInput(Instant now) {
        if (!now.isBefore(nextBurst)) {
            burstEnd = now.plusSeconds(exponential(habit == Habit.OFFICE ? 300 : 20));
            nextBurst = burstEnd.plusSeconds(pause(burstEnd));
        }
        if (isTyping(now)) {
            lastInput = now.minusMillis(random.nextInt(8_000));
        }
        return lastInput;
    }

    /** Whether nothing is typed at {@code now} that has not been seen. */
    boolean isAway(Instant now) {
        return !isTyping(now) && now.isBefore(nextBurst);
    }

    boolean isTyping(Instant now) {
        return now.isBefore(burstEnd);
    }

    private long pause(Instant from) {
        if (habit == Habit.RESTLESS) {
            return 40 + exponential(60);
        }
        LocalTime time = from.atZone(ZoneOffset.UTC).toLocalTime();
        if (time.isBefore(comes) || time.isAfter(goes)) {
            Duration untilMorning = Duration.between(time, comes).plusDays(time.isBefore(comes) ? 0 : 1);
            return random.nextDouble() < AT_NIGHT
                    ? exponential(1_800)
                    : untilMorning.toSeconds() + exponential(300);
        }
        double kind = random.nextDouble();
        return exponential(kind < SHORT_BREAK ? 60 : kind < SHORT_BREAK + MEETING ? 3_600 : 600);
    }
}
