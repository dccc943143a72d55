package dev.sprite.cluster.activity;

import java.time.Duration;

/**
 * When a host takes others' work in. The defaults are Sprite's, per processor. Between the two limits of the load a
 * host remains what it was, or the first process it takes in would make it busy.
 *
 * @param acceptance whether to look at all
 * @param quiet how long nobody must have used the host's keyboard or terminals
 * @param acceptUpTo a host becomes idle only while no load average, per processor, is above this
 * @param refuseAbove a host becomes active as soon as one is above this
 * @param sampling the time between two looks, while no guest has to be ready to leave
 * @param measure a shell command of the owner's, as {@link OwnersMeasure} has it; null for none
 */
public record IdlePolicy(
        Acceptance acceptance, Duration quiet, LoadAverage acceptUpTo, LoadAverage refuseAbove, Duration sampling,
        String measure) {

    public static final IdlePolicy DEFAULT = new IdlePolicy(Acceptance.IDLE, Duration.ofSeconds(30),
            new LoadAverage(0.75, 1.0, 1.5), new LoadAverage(2.5, 2.75, 3.0), Duration.ofSeconds(5), null);

    /** When others' work is welcome. */
    public enum Acceptance {
        /** While nobody uses the host. */
        IDLE,
        /** At any time. */
        ALWAYS,
        /** Never, not even when asked for by name. */
        NEVER
    }
}
