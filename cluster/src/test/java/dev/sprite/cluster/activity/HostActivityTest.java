package dev.sprite.cluster.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.cluster.activity.IdlePolicy.Acceptance;
import dev.sprite.cluster.activity.Measure.Sample;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HostActivityTest {
    private static final Instant LONG_AGO = Instant.EPOCH;
    private Sample sample = new Sample(new LoadAverage(0, 0, 0), LONG_AGO);

    private HostActivity activity(Acceptance acceptance, int processors) {
        IdlePolicy standard = IdlePolicy.DEFAULT;
        IdlePolicy policy = new IdlePolicy(acceptance, standard.quiet(), standard.acceptUpTo(),
                standard.refuseAbove(), standard.sampling(), null);
        return new HostActivity(policy, () -> sample, List::of, processors, LONG_AGO, Clock.systemUTC());
    }

    private boolean isIdle(HostActivity activity, double one, double five, double fifteen) {
        sample = new Sample(new LoadAverage(one, five, fifteen), sample.lastInput());
        activity.look();
        return activity.idleSince() != null;
    }

    @Test
    void aHostStaysWhatItIsBetweenTheLimits() {
        HostActivity activity = activity(Acceptance.IDLE, 1);
        assertTrue(isIdle(activity, 0.75, 1.0, 1.5));
        assertTrue(isIdle(activity, 2.5, 2.75, 3.0), "it takes more to become active");
        assertFalse(isIdle(activity, 2.51, 0, 0));
        assertFalse(isIdle(activity, 0.76, 0, 0), "it takes less to become idle again");
        assertFalse(isIdle(activity, 0, 1.1, 0));
        assertFalse(isIdle(activity, 0, 0, 1.6));
        assertTrue(isIdle(activity, 0, 0, 0));
    }

    @Test
    void theLimitsAreThoseOfOneProcessor() {
        HostActivity activity = activity(Acceptance.IDLE, 4);
        assertTrue(isIdle(activity, 10, 11, 12));
        assertFalse(isIdle(activity, 10.1, 0, 0));
        assertEquals(10.1, activity.load());
    }

    @Test
    void whoTypesMakesItActive() {
        HostActivity activity = activity(Acceptance.IDLE, 1);
        assertNotNull(activity.idleSince());
        sample = new Sample(sample.load(), Instant.now());
        assertTrue(activity.look(), "a change");
        assertNull(activity.idleSince());
        assertFalse(activity.look(), "no change");
        Instant typed = Instant.now().minus(Duration.ofSeconds(31));
        sample = new Sample(sample.load(), typed);
        assertTrue(activity.look());
        assertEquals(typed, activity.idleSince());
    }

    @Test
    void idlenessBeginsWhenTheLoadHasGone() {
        HostActivity activity = activity(Acceptance.IDLE, 1);
        assertFalse(isIdle(activity, 5, 0, 0));
        Instant before = Instant.now();
        assertFalse(isIdle(activity, 5, 0, 0));
        assertTrue(isIdle(activity, 0, 0, 0));
        assertFalse(activity.idleSince().isBefore(before));
    }

    @Test
    void anOwnerMayNotMindOrAlways() {
        sample = new Sample(new LoadAverage(9, 9, 9), Instant.now());
        assertNotNull(activity(Acceptance.ALWAYS, 1).idleSince());
        assertFalse(activity(Acceptance.ALWAYS, 1).refuses());
        assertTrue(activity(Acceptance.NEVER, 1).refuses());
    }

    @Test
    void aGuestDoesNotDriveItselfAway() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        List<Thread> guests = List.of(new Thread(() -> spin(enough)), new Thread(() -> spin(enough)));
        guests.forEach(Thread::start);
        GuestLoad load = new GuestLoad();
        List<Long> pids = List.of(ProcessHandle.current().pid());
        load.sample(pids, LONG_AGO);
        LoadAverage average = load.sample(pids, LONG_AGO.plus(Duration.ofDays(1)));
        enough.set(true);
        for (Thread guest : guests) {
            guest.join();
        }
        assertTrue(average.one() >= 2 && average.fifteen() >= 2, average.toString());
        assertEquals(new LoadAverage(0, 0, 1), new LoadAverage(2, 2, 3).without(new LoadAverage(2, 3, 2)));
        assertEquals(0, load.sample(List.of(), LONG_AGO.plus(Duration.ofDays(2))).fifteen(), 1e-6);
    }

    private static void spin(AtomicBoolean enough) {
        while (!enough.get()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anOwnersMeasureReplacesOrAddsToOurs() {
        Sample ours = new Sample(new LoadAverage(1, 2, 3), LONG_AGO);
        assertEquals(ours, new OwnersMeasure("true", () -> ours).take());
        assertEquals(new LoadAverage(4, 5, 6), new OwnersMeasure("echo load=4,5,6", () -> ours).take().load());
        Instant before = Instant.now();
        Instant input = new OwnersMeasure("echo idle=100", () -> ours).take().lastInput();
        assertFalse(input.isBefore(before.minusSeconds(100)) || input.isAfter(before));
        for (String inUse : new String[] {"false", "echo idle=100; exit 3", "echo idle=soon", "echo load=high"}) {
            assertFalse(new OwnersMeasure(inUse, () -> ours).take().lastInput().isBefore(before), inUse);
        }
    }

    @Test
    void readsWhatTheSystemSays() throws Exception {
        assertEquals(new LoadAverage(0.5, 1.25, 2), LoadAverage.parse("0.50 1.25 2.00 1/234 5678\n"));
        assertTrue(LoadAverage.now().one() >= 0);
        Sample here = new HostMeasure().take();
        assertNotNull(here.load());
        assertFalse(here.lastInput().isAfter(Instant.now()));
    }
}
