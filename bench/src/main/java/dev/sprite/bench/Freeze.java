package dev.sprite.bench;

import dev.sprite.samples.Progress;
import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Migration;
import dev.sprite.tests.harness.RunningProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a small program stands still when it moves, and how long the whole move takes: back and forth between two
 * daemons on loopback, with a pause between moves, in which each host gets ready for the program's return.
 *
 * <p>Usage: {@code Freeze [MOVES [PAUSE_SECONDS]]}.
 */
public final class Freeze {
    private Freeze() {}

    public static void main(String[] args) {
        int moves = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int pause = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        System.out.printf("%d moves, ms%n%-8s %14s %14s %14s %14s%n", moves, "JDK", "freeze median", "freeze worst",
                "total median", "bytes median");
        for (Jdk jdk : Jdk.supported()) {
            measureOn(jdk, moves, pause);
        }
    }

    private static void measureOn(Jdk jdk, int moves, int pause) {
        List<Double> freezes = new ArrayList<>();
        List<Double> totals = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        try (Hosts hosts = new Hosts(jdk, "here", "there")) {
            JavaProgram program = JavaProgram.of(Progress.class, "3600").on(jdk);
            try (RunningProgram running = hosts.home().home(program).start()) {
                for (int move = 0; move < moves; move++) {
                    Host target = hosts.all().get((move + 1) % 2);
                    running.stdout().awaitLines((move + 1) * 2);
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(pause));
                    Migration migration = hosts.migrate(running, target).orFail();
                    freezes.add(migration.figure("freeze_ms"));
                    totals.add(migration.figure("total_ms"));
                    bytes.add(migration.figure("bytes_frozen"));
                }
            }
        }
        System.out.printf("%-8d %14.1f %14.1f %14.1f %14.0f%n", jdk.feature(), Median.of(freezes),
                freezes.stream().mapToDouble(Double::doubleValue).max().orElseThrow(), Median.of(totals),
                Median.of(bytes));
    }
}
