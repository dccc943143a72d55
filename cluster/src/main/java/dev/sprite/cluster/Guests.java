package dev.sprite.cluster;

import dev.sprite.transport.message.HostState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The applications of other hosts on this one: one of each priority fills it. */
final class Guests {
    private final String hostName;
    private final Targets targets;
    private final AtomicLong taken = new AtomicLong();

    Guests(String hostName, Targets targets) {
        this.hostName = hostName;
        this.targets = targets;
    }

    /** Those that have migrated here. */
    List<TargetJvm> foreign() {
        List<TargetJvm> foreign = new ArrayList<>(targets.running());
        foreign.removeIf(jvm -> jvm.homeName().equals(hostName));
        return foreign;
    }

    /** How many there are. */
    int count() {
        return foreign().size();
    }

    /** One more has been taken in. */
    void arrived() {
        taken.incrementAndGet();
    }

    /** How many have been taken in so far. */
    long taken() {
        return taken.get();
    }

    /** What an otherwise idle host is with these. */
    HostState occupancy() {
        return foreign().isEmpty() ? HostState.IDLE : HostState.FULL;
    }
}
