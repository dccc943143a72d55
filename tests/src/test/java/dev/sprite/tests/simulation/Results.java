package dev.sprite.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What has come of a simulation. */
final class Results {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final double LONG_JOB = 60;

    private long processes;
    private long moved;
    private long moves;
    private double processHours;
    private double longJobsTime;
    private double longJobsWanted;
    private long offloads;
    private long evictionsByOwner;
    private long evictionsByLoad;
    private long hostSteps;
    private long idleSteps;
    private long usedSteps;
    private int mostSentWithinAnHour;
    private int mostMovesWithinAnHour;
    private int mostGuests;
    private boolean onlyIdleHosts = true;

    void passed(SimulatedHost host) {
        int guests = host.guests().size();
        mostGuests = Math.max(mostGuests, guests);
        hostSteps++;
        if (host.isIdle()) {
            idleSteps++;
            usedSteps += guests > 0 ? 1 : 0;
        }
    }

    void chosen(SimulatedHost host) {
        onlyIdleHosts &= host.isIdle() && host.guests().isEmpty();
    }

    void offloaded() {
        offloads++;
    }

    void evicted(boolean byOwner) {
        if (byOwner) {
            evictionsByOwner++;
        } else {
            evictionsByLoad++;
        }
    }

    void ended(SimulatedProcess process, Instant now) {
        double seconds = Duration.between(process.begun, now).plus(Simulation.STEP).toSeconds();
        processHours += seconds / HOUR.toSeconds();
        if (process.wanted() >= LONG_JOB) {
            longJobsTime += seconds;
            longJobsWanted += process.wanted();
        }
        cutOff(process);
    }

    /** It goes on after the end of the simulation. */
    void cutOff(SimulatedProcess process) {
        processes++;
        moved += process.moves.isEmpty() ? 0 : 1;
        moves += process.moves.size();
        mostSentWithinAnHour = Math.max(mostSentWithinAnHour, mostWithinAnHour(process.sent));
        mostMovesWithinAnHour = Math.max(mostMovesWithinAnHour, mostWithinAnHour(process.moves));
    }

    private static int mostWithinAnHour(List<Instant> times) {
        int most = 0;
        int first = 0;
        for (int i = 0; i < times.size(); i++) {
            while (Duration.between(times.get(first), times.get(i)).compareTo(HOUR) >= 0) {
                first++;
            }
            most = Math.max(most, i - first + 1);
        }
        return most;
    }

    int mostSentWithinAnHour() {
        return mostSentWithinAnHour;
    }

    int mostMovesWithinAnHour() {
        return mostMovesWithinAnHour;
    }

    int mostGuests() {
        return mostGuests;
    }

    boolean onlyIdleHosts() {
        return onlyIdleHosts;
    }

    /** How often those were moved that were moved at all. */
    double movesOfMoved() {
        return (double) moves / moved;
    }

    /** The time that jobs of a minute and more took, over that of one that has a processor to itself. */
    double slowdown() {
        return longJobsTime / longJobsWanted;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "%d processes, %.0f process-hours; %d moved, %d moves, %.2f per process-hour, at most %d within an hour; "
                        + "%d offloaded, evicted %d times by owners, %d by load; "
                        + "hosts idle %.0f %% of the time, which is used to %.1f %%; "
                        + "jobs of a minute and more take %.2f times as long as on a processor of their own",
                processes, processHours, moved, moves, moves / processHours, mostMovesWithinAnHour, offloads,
                evictionsByOwner, evictionsByLoad, 100.0 * idleSteps / hostSteps, 100.0 * usedSteps / idleSteps,
                slowdown());
    }
}
