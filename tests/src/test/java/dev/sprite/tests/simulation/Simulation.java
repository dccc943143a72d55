package dev.sprite.tests.simulation;

import dev.sprite.cluster.HostTable;
import dev.sprite.cluster.offload.OffloadPolicy;
import dev.sprite.tests.simulation.SimulatedOwner.Habit;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.Priority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Hosts, their owners and their jobs in virtual time, under the policy and the choice of hosts that daemons use. */
final class Simulation {
    static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration MOVE = Duration.ofSeconds(3);
    /** An owner who types starts jobs once in so many seconds, several at once. */
    private static final double BETWEEN_JOBS = 600;
    private static final double MORE_AT_ONCE = 0.6;
    private static final double SHORTEST_JOB = 10;
    private static final double LONGEST_JOB = 4 * 3_600;

    final Results results = new Results();
    private final OffloadPolicy policy;
    private final Random random;
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final Map<String, SimulatedHost> byName = new HashMap<>();
    private final Map<Long, SimulatedProcess> processes = new HashMap<>();
    private final HostTable table;
    private final Clock clock = new VirtualClock();
    private Instant now = Instant.parse("2026-01-05T06:00:00Z");
    private long lastPid;

    private final class VirtualClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    Simulation(int count, Habit habit, OffloadPolicy policy, long seed) {
        this.policy = policy;
        random = new Random(seed);
        table = new HostTable(Duration.ofDays(365), clock);
        for (int i = 0; i < count; i++) {
            SimulatedHost host = new SimulatedHost("host" + i, habit, new Random(random.nextLong()), policy, clock);
            hosts.add(host);
            byName.put(host.name, host);
        }
    }

    void run(Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); now = now.plus(STEP)) {
            for (SimulatedHost host : hosts) {
                startJobs(host);
                for (SimulatedProcess process : host.advance(STEP.toSeconds())) {
                    processes.remove(process.pid);
                    results.ended(process, now);
                }
                results.passed(host);
                announce(host);
                evict(host);
                offload(host);
            }
        }
        processes.values().forEach(results::cutOff);
    }

    private void startJobs(SimulatedHost host) {
        if (host.isOwnerTyping() && random.nextDouble() < STEP.toSeconds() / BETWEEN_JOBS) {
            do {
                double seconds = Math.min(LONGEST_JOB, SHORTEST_JOB / (1 - random.nextDouble()));
                SimulatedProcess process = new SimulatedProcess(++lastPid, host, seconds, now);
                processes.put(process.pid, process);
                host.processes.add(process);
            } while (random.nextDouble() < MORE_AT_ONCE);
        }
    }

    private void announce(SimulatedHost host) {
        Host description = host.announcement();
        if (description != null) {
            table.put(description, host.taken(), this);
        }
    }

    private void evict(SimulatedHost host) {
        if (!host.isIdle()) {
            boolean byOwner = host.homeLoad().inUse();
            for (SimulatedProcess guest : host.guests()) {
                results.evicted(byOwner);
                boolean isHomeReady = random.nextBoolean();
                Optional<SimulatedHost> refuge = !isHomeReady && policy.mayGoOn(now, guest.pid, guest.home.history)
                        ? select(guest.home)
                        : Optional.empty();
                if (refuge.isPresent()) {
                    guest.home.history.sentOn(guest.pid, now);
                }
                move(guest, refuge.orElse(guest.home));
            }
        }
    }

    private void offload(SimulatedHost host) {
        if (!host.processes.isEmpty()) {
            policy.choose(now, host.homeLoad(), host.own(), host.history).ifPresent(process ->
                    select(host).ifPresent(target -> {
                        host.history.left(process.pid(), now);
                        results.offloaded();
                        move(processes.get(process.pid()), target);
                    }));
        }
    }

    private Optional<SimulatedHost> select(SimulatedHost asking) {
        Optional<SimulatedHost> chosen =
                table.select(Priority.NORMAL, asking.name).map(host -> byName.get(host.name()));
        chosen.ifPresent(results::chosen);
        return chosen;
    }

    private void move(SimulatedProcess process, SimulatedHost to) {
        SimulatedHost from = process.host;
        process.move(to, now, MOVE);
        if (to != process.home) {
            to.takenIn();
        }
        announce(from);
        announce(to);
    }
}
