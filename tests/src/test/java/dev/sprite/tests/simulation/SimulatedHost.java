package dev.sprite.tests.simulation;

import dev.sprite.cluster.activity.HostActivity;
import dev.sprite.cluster.activity.IdlePolicy;
import dev.sprite.cluster.activity.LoadAverage;
import dev.sprite.cluster.activity.Measure.Sample;
import dev.sprite.cluster.offload.Consent;
import dev.sprite.cluster.offload.HomeLoad;
import dev.sprite.cluster.offload.MoveHistory;
import dev.sprite.cluster.offload.OffloadPolicy;
import dev.sprite.cluster.offload.OwnProcess;
import dev.sprite.tests.simulation.SimulatedOwner.Habit;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.HostState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A host with an owner who starts jobs; its load, its idleness and its decisions are those of a real one. */
final class SimulatedHost {
    private static final double[] MINUTES = {1, 5, 15};
    private static final double INTERACTIVE_LOAD = 0.2;
    private static final double NO_LOAD = 0.01;

    final String name;
    final MoveHistory history;
    final List<SimulatedProcess> processes = new ArrayList<>();
    private final Clock clock;
    private final int processors;
    private final SimulatedOwner owner;
    private final HostActivity activity;
    private final double[] load = new double[MINUTES.length];
    private long taken;
    private Host announced;

    SimulatedHost(String name, Habit habit, Random random, OffloadPolicy policy, Clock clock) {
        this.name = name;
        this.clock = clock;
        processors = 1 << random.nextInt(3);
        owner = new SimulatedOwner(habit, random, clock.instant());
        history = new MoveHistory(policy);
        activity = new HostActivity(IdlePolicy.DEFAULT, this::sample, List::of, processors, clock.instant(), clock);
    }

    private Sample sample() {
        return new Sample(new LoadAverage(load[0], load[1], load[2]), owner.lastInput(clock.instant()));
    }

    /** Lets {@code seconds} pass; returns what has ended. */
    List<SimulatedProcess> advance(double seconds) {
        Instant now = clock.instant();
        if (isAtRest(now)) {
            return List.of();
        }
        int computing = 0;
        for (SimulatedProcess process : processes) {
            computing += process.isMoving(now) ? 0 : 1;
        }
        double wanted = computing + (owner.isTyping(now) ? INTERACTIVE_LOAD : 0);
        for (int i = 0; i < load.length; i++) {
            load[i] += (wanted - load[i]) * -Math.expm1(-seconds / (60 * MINUTES[i]));
        }
        activity.look();
        List<SimulatedProcess> ended = List.of();
        if (computing > 0) {
            double share = Math.min(1, processors / wanted);
            ended = new ArrayList<>();
            for (SimulatedProcess process : processes) {
                if (!process.isMoving(now)) {
                    process.compute(share, seconds);
                    if (process.hasEnded()) {
                        ended.add(process);
                    }
                }
            }
            processes.removeAll(ended);
        }
        return ended;
    }

    /** Whether nothing can change by itself. */
    private boolean isAtRest(Instant now) {
        return processes.isEmpty() && isIdle() && load[0] < NO_LOAD && owner.isAway(now);
    }

    boolean isOwnerTyping() {
        return owner.isTyping(clock.instant());
    }

    boolean isIdle() {
        return activity.idleSince() != null;
    }

    List<SimulatedProcess> guests() {
        return processes.isEmpty() ? List.of() : processes.stream().filter(process -> process.home != this).toList();
    }

    void takenIn() {
        taken++;
    }

    long taken() {
        return taken;
    }

    HomeLoad homeLoad() {
        return new HomeLoad(activity.isInUse(), activity.load(), processors, guests().size());
    }

    List<OwnProcess> own() {
        Instant now = clock.instant();
        return processes.stream()
                .filter(process -> process.home == this && !process.isMoving(now))
                .map(process -> new OwnProcess(
                        process.pid, Consent.GIVEN, process.used(), process.share(), process.returned))
                .toList();
    }

    /** How it describes itself, if that has changed since the last time; null if it has not. */
    Host announcement() {
        HostState state = !isIdle() ? HostState.ACTIVE : guests().isEmpty() ? HostState.IDLE : HostState.FULL;
        if (announced != null && announced.state() == state) {
            return null;
        }
        Instant idleSince = activity.idleSince();
        announced = new Host(
                name, name, state, activity.load(), idleSince == null ? null : idleSince.toString(), 0);
        return announced;
    }
}
