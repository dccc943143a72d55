package dev.sprite.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.transport.RefusedException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PcbTest {
    private final Pcb pcb = new Pcb(4711, "nyx", "Progress 10");

    private int attached(String host) throws RefusedException {
        Pcb.Move move = pcb.begin(null);
        pcb.attach(move.epoch(), move.token(), host);
        return move.epoch();
    }

    @Test
    void goesThereAndBack() throws Exception {
        assertEquals("home", pcb.status().state());
        int there = attached("eos");
        assertEquals("migrating", pcb.status().state());
        assertEquals("nyx", pcb.host());
        assertTrue(pcb.commit(there));
        assertEquals("foreign", pcb.status().state());
        assertEquals("eos", pcb.host());
        int back = attached("nyx");
        assertTrue(pcb.commit(back));
        assertEquals("home", pcb.status().state());
        assertEquals(back, pcb.epoch());
    }

    @Test
    void isCommittedOnce() throws Exception {
        int epoch = attached("eos");
        assertTrue(pcb.commit(epoch));
        assertFalse(pcb.commit(epoch));
        int next = attached("hel");
        assertFalse(pcb.commit(epoch), "a late commit of the last migration decided this one");
        assertTrue(pcb.commit(next));
    }

    @Test
    void isNotCommittedAfterItWasCalledOff() throws Exception {
        int epoch = attached("eos");
        assertTrue(pcb.callOff(epoch));
        assertFalse(pcb.commit(epoch));
        assertEquals("home", pcb.status().state());
        assertEquals(0, pcb.epoch());
    }

    @Test
    void isNotCalledOffAfterItWasCommitted() throws Exception {
        int epoch = attached("eos");
        assertTrue(pcb.commit(epoch));
        assertFalse(pcb.callOff(epoch));
        assertEquals("eos", pcb.host());
    }

    @Test
    void isNotCommittedWithoutATarget() throws Exception {
        assertFalse(pcb.commit(pcb.begin(null).epoch()));
    }

    @Test
    void hasOneMigrationAtATime() throws Exception {
        Pcb.Move first = pcb.begin(null);
        assertThrows(RefusedException.class, () -> pcb.begin(null));
        pcb.callOff(first.epoch());
        assertNotEquals(first.epoch(), pcb.begin(null).epoch());
    }

    @Test
    void admitsOnlyTheTargetItExpects() throws Exception {
        Pcb.Move move = pcb.begin(null);
        assertThrows(RefusedException.class, () -> pcb.attach(move.epoch(), "guess", "eos"));
        assertThrows(RefusedException.class, () -> pcb.attach(move.epoch(), null, "eos"));
        assertThrows(RefusedException.class, () -> pcb.attach(move.epoch() + 1, move.token(), "eos"));
        pcb.attach(move.epoch(), move.token(), "eos");
        assertThrows(RefusedException.class, () -> pcb.attach(move.epoch(), move.token(), "hel"));
    }

    @Test
    void isDecidedOnceHoweverManyTry() throws Exception {
        for (int round = 0; round < 200; round++) {
            int epoch = attached("eos");
            AtomicInteger decisions = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            Thread[] threads = new Thread[4];
            for (int i = 0; i < threads.length; i++) {
                boolean commits = i % 2 == 0;
                threads[i] = new Thread(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    if (commits && pcb.commit(epoch)) {
                        decisions.incrementAndGet();
                    } else if (!commits && pcb.callOff(epoch)) {
                        decisions.addAndGet(100);
                    }
                });
                threads[i].start();
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            // one commit, or both that called off were told so; never both
            assertTrue(decisions.get() == 1 || decisions.get() == 200, "decided " + decisions);
        }
    }
}
