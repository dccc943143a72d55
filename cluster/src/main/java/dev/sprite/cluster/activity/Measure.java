package dev.sprite.cluster.activity;

import java.time.Instant;

/** How busy a host is. */
public interface Measure {
    /**
     * One look.
     *
     * @param load null if it cannot be told
     * @param lastInput when somebody last used the host
     */
    record Sample(LoadAverage load, Instant lastInput) {}

    Sample take();
}
