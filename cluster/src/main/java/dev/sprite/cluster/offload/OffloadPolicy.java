package dev.sprite.cluster.offload;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Decides which process leaves a busy home for an idle host, and whether one that has to leave a host may go on to
 * another. One leaves at a time: the one that has computed longest, since it will probably go on longest, too.
 *
 * @param unasked whether those processes go, too, whose users have not said that they may
 * @param busyAbove a host is busy when more processes than this want each of its processors, on average over a minute
 * @param leastUsed the processor time that a process must have taken to be worth a move
 * @param leastShare the processors it must have had of late; one that waits for something is not in the way
 * @param residence how long one that has come back stays at least
 * @param mostPerHour how many hosts one process is sent to at most within any hour
 * @param backOff how long one is left alone that could not be moved; twice as long each time
 * @param mostBackOff at most so long
 */
public record OffloadPolicy(
        boolean unasked, double busyAbove, Duration leastUsed, double leastShare, Duration residence, int mostPerHour,
        Duration backOff, Duration mostBackOff) {

    public static final OffloadPolicy DEFAULT = new OffloadPolicy(false, 1, Duration.ofSeconds(10), 0.05,
            Duration.ofSeconds(10), 6, Duration.ofSeconds(10), Duration.ofHours(1));

    static final Duration HOUR = Duration.ofHours(1);

    /** The process that is to leave now, if any. */
    public Optional<OwnProcess> choose(
            Instant now, HomeLoad home, Collection<OwnProcess> processes, MoveHistory history) {
        if (home.guests() > 0 || !isBusy(now, home, history)) {
            return Optional.empty();
        }
        return processes.stream()
                .filter(process -> mayLeave(now, process, history))
                .max(Comparator.comparing(OwnProcess::used).thenComparing(OwnProcess::pid));
    }

    /** Who has just left is still in the average, and must not be the reason why others follow. */
    private boolean isBusy(Instant now, HomeLoad home, MoveHistory history) {
        return home.inUse() || home.load() - history.loadOfDeparted(now) > busyAbove * home.processors();
    }

    private boolean mayLeave(Instant now, OwnProcess process, MoveHistory history) {
        return (process.consent() == Consent.GIVEN || process.consent() == Consent.UNSAID && unasked)
                && process.used().compareTo(leastUsed) >= 0
                && process.share() >= leastShare
                && (process.returned() == null || !process.returned().plus(residence).isAfter(now))
                && !history.isAway(process)
                && !history.isLeftAlone(process.pid(), now)
                && mayGoOn(now, process.pid(), history);
    }

    /** Whether a process that has to leave a host may be sent to another; if not, it goes home. */
    public boolean mayGoOn(Instant now, long pid, MoveHistory history) {
        return history.sentSince(pid, now.minus(HOUR)) < mostPerHour;
    }

    /** For how long to leave a process alone that could not be moved {@code times} times in a row. */
    Duration backOff(int times) {
        Duration pause = backOff;
        for (int i = 1; i < times && pause.compareTo(mostBackOff) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(mostBackOff) < 0 ? pause : mostBackOff;
    }
}
