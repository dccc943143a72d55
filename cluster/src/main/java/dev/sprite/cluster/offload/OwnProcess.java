package dev.sprite.cluster.offload;

import java.time.Duration;
import java.time.Instant;

/**
 * A process whose home is this host, and that runs here.
 *
 * @param used the processor time it has taken here so far
 * @param share how many processors it has had of late
 * @param returned when it came back here; null if it has never left
 */
public record OwnProcess(long pid, Consent consent, Duration used, double share, Instant returned) {}
