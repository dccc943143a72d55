package dev.sprite.tests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.cluster.offload.OffloadPolicy;
import dev.sprite.tests.simulation.SimulatedOwner.Habit;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** 1,000 hosts and the rates at which processes move among them. */
class OffloadSimulationTest {
    private static final long SEED = Long.getLong("sprite.test.seed", new Random().nextInt(1_000_000));
    private static final int HOSTS = 1_000;

    private final OffloadPolicy policy = OffloadPolicy.DEFAULT;
    private Results results;
    private String story;

    private void simulate(Habit habit, Duration time) {
        Simulation simulation = new Simulation(HOSTS, habit, policy, SEED);
        simulation.run(time);
        results = simulation.results;
        story = habit + ", -Dsprite.test.seed=" + SEED + ": " + results;
        System.out.println(story);
        assertTrue(results.onlyIdleHosts(), story);
        assertEquals(1, results.mostGuests(), story);
    }

    @Test
    void onADayAtTheOfficeProcessesMoveOnceAsARule() {
        simulate(Habit.OFFICE, Duration.ofDays(1));
        assertTrue(results.movesOfMoved() < 1.2, story);
        assertTrue(results.slowdown() < 1.15, story);
    }

    @Test
    void whereverOwnersComeBackAllTheTimeProcessesStayHomeAfterSoManyMoves() {
        simulate(Habit.RESTLESS, Duration.ofHours(2));
        assertEquals(policy.mostPerHour(), results.mostSentWithinAnHour(), story);
        assertTrue(results.mostMovesWithinAnHour() <= 2 * policy.mostPerHour() + 1, story);
    }
}
