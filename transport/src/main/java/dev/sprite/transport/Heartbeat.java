package dev.sprite.transport;

import java.time.Duration;

/**
 * How a dead peer is noticed.
 *
 * @param interval how often a sign of life is sent
 * @param patience how long the peer may be silent before the link is closed
 */
public record Heartbeat(Duration interval, Duration patience) {
    public static final Heartbeat DEFAULT = new Heartbeat(Duration.ofSeconds(5), Duration.ofSeconds(30));
}
