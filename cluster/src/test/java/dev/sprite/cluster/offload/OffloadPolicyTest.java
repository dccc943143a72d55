package dev.sprite.cluster.offload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffloadPolicyTest {
    private static final HomeLoad BUSY = new HomeLoad(false, 2.1, 2, 0);

    private OffloadPolicy policy = OffloadPolicy.DEFAULT;
    private final MoveHistory history = new MoveHistory(policy);
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    private static OwnProcess process(long pid, int secondsUsed) {
        return new OwnProcess(pid, Consent.GIVEN, Duration.ofSeconds(secondsUsed), 1, null);
    }

    private long choose(HomeLoad home, OwnProcess... processes) {
        return policy.choose(now, home, List.of(processes), history).map(OwnProcess::pid).orElse(0L);
    }

    @Test
    void whatHasComputedLongestLeavesABusyHome() {
        assertEquals(2, choose(BUSY, process(1, 20), process(2, 30), process(3, 10)));
        assertEquals(0, choose(BUSY, process(1, 9)), "too young");
        assertEquals(0, choose(new HomeLoad(false, 2, 2, 0), process(1, 20)), "a processor for each");
        assertEquals(1, choose(new HomeLoad(true, 0.1, 2, 0), process(1, 20)), "in its owner's way");
        assertEquals(0, choose(new HomeLoad(true, 9, 2, 1), process(1, 20)), "guests are in the way");
        assertEquals(0, choose(new HomeLoad(false, -1, 2, 0), process(1, 20)), "nothing is known");
    }

    @Test
    void nothingIsGainedByMovingWhatWaits() {
        assertEquals(0, choose(BUSY, new OwnProcess(1, Consent.GIVEN, Duration.ofHours(1), 0.01, null)));
    }

    @Test
    void itsUserDecidesOrElseTheDaemon() {
        OwnProcess refused = new OwnProcess(1, Consent.REFUSED, Duration.ofHours(1), 1, null);
        OwnProcess unsaid = new OwnProcess(2, Consent.UNSAID, Duration.ofHours(1), 1, null);
        assertEquals(0, choose(BUSY, refused, unsaid));
        policy = new OffloadPolicy(true, policy.busyAbove(), policy.leastUsed(), policy.leastShare(),
                policy.residence(), policy.mostPerHour(), policy.backOff(), policy.mostBackOff());
        assertEquals(2, choose(BUSY, refused, unsaid));
    }

    @Test
    void whoHasLeftIsNoReasonForOthersToFollow() {
        history.left(1, now);
        assertEquals(0, choose(new HomeLoad(false, 2.9, 2, 0), process(2, 20)), "the average still has it");
        assertEquals(2, choose(new HomeLoad(false, 3.1, 2, 0), process(2, 20)));
        now = now.plusSeconds(60);
        assertEquals(2, choose(new HomeLoad(false, 2.5, 2, 0), process(2, 20)), "it is nearly forgotten");
    }

    @Test
    void whoHasComeBackStaysAWhile() {
        OwnProcess returned = new OwnProcess(1, Consent.GIVEN, Duration.ofHours(1), 1, now);
        assertEquals(0, choose(BUSY, returned));
        now = now.plus(policy.residence());
        assertEquals(1, choose(BUSY, returned));
    }

    @Test
    void whoHasLeftIsNotHere() {
        history.left(1, now);
        HomeLoad high = new HomeLoad(false, 99, 2, 0);
        assertEquals(0, choose(high, process(1, 20)), "it has computed here until it left");
        now = now.plusSeconds(600);
        OwnProcess returned = new OwnProcess(1, Consent.GIVEN, Duration.ofHours(1), 1, now.minusSeconds(70));
        assertEquals(1, choose(high, returned));
    }

    @Test
    void whoCannotBeMovedIsLeftAloneLongerAndLonger() {
        assertEquals(Duration.ofSeconds(10), history.failed(1, now));
        now = now.plusSeconds(9);
        assertEquals(2, choose(BUSY, process(1, 30), process(2, 20)));
        now = now.plusSeconds(1);
        assertEquals(1, choose(BUSY, process(1, 30), process(2, 20)));
        assertEquals(Duration.ofSeconds(20), history.failed(1, now));
        for (int i = 0; i < 20; i++) {
            history.failed(1, now);
        }
        assertEquals(policy.mostBackOff(), history.failed(1, now));
        history.left(1, now);
        assertEquals(Duration.ofSeconds(10), history.failed(1, now), "it has been moved since");
    }

    @Test
    void aProcessIsSentToSoManyHostsWithinAnHour() {
        for (int i = 0; i < policy.mostPerHour(); i++) {
            assertTrue(policy.mayGoOn(now, 1, history));
            history.sentOn(1, now);
            now = now.plusSeconds(60);
        }
        assertFalse(policy.mayGoOn(now, 1, history));
        assertEquals(0, choose(BUSY, process(1, 20)));
        assertTrue(policy.mayGoOn(now, 2, history), "another");
        now = now.plus(Duration.ofMinutes(55));
        assertTrue(policy.mayGoOn(now, 1, history));
        history.retain(List.of(2L));
        assertEquals(0, history.sentSince(1, Instant.MIN), "it has ended");
    }
}
