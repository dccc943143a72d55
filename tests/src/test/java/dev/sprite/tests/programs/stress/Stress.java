package dev.sprite.tests.programs.stress;

import dev.sprite.tests.programs.Gate;
import dev.sprite.tests.programs.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;

/**
 * Threads at work with every primitive there is, until the gate opens; whatever is lost, doubled, too early or where it
 * must not be is said on standard output. A program that has lost a signal never ends.
 *
 * <p>Arguments: the least number of threads, the gate, which {@link ThreadKind} they are.
 */
public final class Stress {
    private Stress() {}

    public static void main(String[] args) throws InterruptedException {
        Station.consistOf(ThreadKind.named(args, 2));
        List<Station> stations = new ArrayList<>();
        for (int threads = 0; threads < Integer.parseInt(args[0]); ) {
            List<Station> more = each();
            stations.addAll(more);
            threads += more.stream().mapToInt(Station::size).sum();
        }
        for (Station station : stations) {
            station.start();
        }
        Gate.await(args[1]);
        Station.end();
        for (Station station : stations) {
            station.join();
        }
        System.out.println("all right");
    }

    private static List<Station> each() {
        return List.of(
                new Handover(new ArrayBlockingQueue<>(3), new ArrayBlockingQueue<>(1, true)),
                new Handover(new LinkedBlockingQueue<>(2), new LinkedBlockingDeque<>(2)),
                new Handover(new SynchronousQueue<>(), new SynchronousQueue<>(true)),
                new Handover(new LinkedTransferQueue<>(), new PriorityBlockingQueue<>(8, (a, b) -> Integer.compare(b, a))),
                Meeting.atBarrier(), Meeting.atPhaser(), Meeting.atExchanger(),
                Exclusion.monitor(), Exclusion.lock(false), Exclusion.lock(true), Exclusion.tried(),
                Exclusion.semaphore(), Exclusion.readWriteLock(), Exclusion.stampedLock(),
                Signals.notified(), Signals.conditions(), Signals.parks(), Signals.interrupts(),
                Services.pool(), Services.scheduled(), Services.forkJoin(), Services.futures(), Services.timer(),
                Services.threads(), Services.sleeps());
    }
}
