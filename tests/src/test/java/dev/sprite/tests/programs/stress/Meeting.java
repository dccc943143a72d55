package dev.sprite.tests.programs.stress;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeoutException;

/** Threads that meet: none goes on before all have come, and all that have come go on. */
final class Meeting extends Station {
    private static final int PARTIES = 4;

    /** One way to meet; the last meeting is the first that finds that all are to end. */
    interface Place {
        void meet() throws InterruptedException, BrokenBarrierException, TimeoutException;
    }

    private final int[] rounds = new int[PARTIES];
    private final boolean[] wantsToEnd = new boolean[PARTIES];

    private Meeting(Place before, Place after) {
        for (int i = 0; i < PARTIES; i++) {
            int own = i;
            once(() -> attend(own, before, after));
        }
    }

    static Meeting atBarrier() {
        CyclicBarrier barrier = new CyclicBarrier(PARTIES);
        return new Meeting(barrier::await, barrier::await);
    }

    static Meeting atPhaser() {
        Phaser phaser = new Phaser(PARTIES);
        return new Meeting(phaser::arriveAndAwaitAdvance, phaser::arriveAndAwaitAdvance);
    }

    /** Two by two, twice, so that everybody's turn depends on everybody's. */
    static Station atExchanger() {
        return new Exchange();
    }

    private void attend(int own, Place before, Place after) throws Exception {
        boolean ends = false;
        while (!ends) {
            synchronized (rounds) {
                rounds[own]++;
                wantsToEnd[own] = isEnding();
            }
            before.meet();
            synchronized (rounds) {
                for (int i = 0; i < PARTIES; i++) {
                    expect(rounds[i] == rounds[own], "some are in round " + rounds[i] + ", some in " + rounds[own]);
                    ends |= wantsToEnd[i];
                }
            }
            after.meet();
            count();
            Thread.sleep(20);
        }
    }

    private static final class Exchange extends Station {
        private final Exchanger<Integer> exchanger = new Exchanger<>();

        Exchange() {
            once(() -> exchange(1));
            once(() -> exchange(-1));
        }

        private void exchange(int sign) throws InterruptedException {
            for (int round = 1; ; round++) {
                int end = isEnding() ? Integer.MAX_VALUE : round;
                int other = exchanger.exchange(sign * end);
                if (end == Integer.MAX_VALUE || Math.abs(other) == Integer.MAX_VALUE) {
                    return;
                }
                expect(other == -sign * round, "round " + round + " met " + other);
                count();
                Thread.sleep(20);
            }
        }
    }
}
