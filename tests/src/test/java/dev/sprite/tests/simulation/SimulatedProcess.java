package dev.sprite.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A process that does nothing but compute. */
final class SimulatedProcess {
    final long pid;
    final SimulatedHost home;
    final Instant begun;
    /** When it was moved, in order. */
    final List<Instant> moves = new ArrayList<>();
    /** When it was sent to another host than home. */
    final List<Instant> sent = new ArrayList<>();
    SimulatedHost host;
    Instant returned;
    private Instant movingUntil = Instant.MIN;
    private final double wanted;
    private double used;
    private double share;

    /** @param wanted seconds of a processor's time until it ends */
    SimulatedProcess(long pid, SimulatedHost home, double wanted, Instant begun) {
        this.pid = pid;
        this.home = home;
        this.host = home;
        this.wanted = wanted;
        this.begun = begun;
    }

    boolean isMoving(Instant now) {
        return movingUntil.isAfter(now);
    }

    /** It has computed for {@code seconds} with so much of a processor. */
    void compute(double share, double seconds) {
        this.share = share;
        used += share * seconds;
    }

    boolean hasEnded() {
        return used >= wanted;
    }

    double wanted() {
        return wanted;
    }

    Duration used() {
        return Duration.ofMillis((long) (used * 1000));
    }

    double share() {
        return share;
    }

    void move(SimulatedHost to, Instant now, Duration takes) {
        host.processes.remove(this);
        host = to;
        to.processes.add(this);
        moves.add(now);
        if (to == home) {
            returned = now;
        } else {
            sent.add(now);
        }
        movingUntil = now.plus(takes);
        share = 0;
    }
}
