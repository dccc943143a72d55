package dev.sprite.cluster.offload;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How the processes of one home have been moved unasked, as far as that bears on further moves. */
public final class MoveHistory {
    /** The time constant of a one-minute load average. */
    private static final double MEMORY_SECONDS = 60;
    /** What is left of a departure in the average after so long is not worth counting. */
    private static final Duration MEMORY = Duration.ofMinutes(5);

    private final OffloadPolicy policy;
    private final Map<Long, Past> pasts = new HashMap<>();
    private final Deque<Instant> departures = new ArrayDeque<>();

    private static final class Past {
        private final Deque<Instant> sent = new ArrayDeque<>();
        private Instant left;
        private int failures;
        private Instant leftAloneUntil = Instant.MIN;
    }

    public MoveHistory(OffloadPolicy policy) {
        this.policy = policy;
    }

    /** A process has left home. */
    public synchronized void left(long pid, Instant now) {
        departures.add(now);
        Past past = sent(pid, now);
        past.left = now;
        past.failures = 0;
    }

    /** A process that had to leave a host is sent to another. */
    public synchronized void sentOn(long pid, Instant now) {
        sent(pid, now);
    }

    private Past sent(long pid, Instant now) {
        Past past = pasts.computeIfAbsent(pid, unknown -> new Past());
        past.sent.removeIf(time -> time.isBefore(now.minus(OffloadPolicy.HOUR)));
        past.sent.add(now);
        return past;
    }

    /** A process could not be moved; returns how long it is left alone. */
    public synchronized Duration failed(long pid, Instant now) {
        Past past = pasts.computeIfAbsent(pid, unknown -> new Past());
        Duration pause = policy.backOff(++past.failures);
        past.leftAloneUntil = now.plus(pause);
        return pause;
    }

    /** Forgets all processes but these. */
    public synchronized void retain(Collection<Long> pids) {
        pasts.keySet().retainAll(pids);
    }

    /** Whether it has ever left. */
    public synchronized boolean hasLeft(long pid) {
        Past past = pasts.get(pid);
        return past != null && past.left != null;
    }

    /** Whether it has left and not come back; it may seem to have computed here since the last look. */
    synchronized boolean isAway(OwnProcess process) {
        Past past = pasts.get(process.pid());
        return past != null && past.left != null
                && (process.returned() == null || process.returned().isBefore(past.left));
    }

    synchronized boolean isLeftAlone(long pid, Instant now) {
        Past past = pasts.get(pid);
        return past != null && past.leftAloneUntil.isAfter(now);
    }

    /** To how many hosts a process has been sent since {@code begin}. */
    synchronized int sentSince(long pid, Instant begin) {
        Past past = pasts.get(pid);
        return past == null ? 0 : (int) past.sent.stream().filter(time -> !time.isBefore(begin)).count();
    }

    /** How much of this host's one-minute load average is due to processes that have left. */
    synchronized double loadOfDeparted(Instant now) {
        departures.removeIf(time -> time.isBefore(now.minus(MEMORY)));
        double load = 0;
        for (Instant time : departures) {
            load += Math.exp(-Duration.between(time, now).toMillis() / 1000.0 / MEMORY_SECONDS);
        }
        return load;
    }
}
