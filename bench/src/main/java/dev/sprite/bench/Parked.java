package dev.sprite.bench;

import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.RunningProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How much longer a program with many parked threads stands still when it moves than one with a few: the two move in
 * turns, each back and forth between two daemons on loopback.
 *
 * <p>Usage: {@code Parked [MOVES [FEW [MANY]]]}.
 */
public final class Parked {
    private static final long PAUSE_SECONDS = 2;

    private Parked() {}

    public static void main(String[] args) {
        int moves = args.length > 0 ? Integer.parseInt(args[0]) : 6;
        String few = args.length > 1 ? args[1] : "20";
        String many = args.length > 2 ? args[2] : "2000";
        System.out.printf("%d moves, freeze median, ms%n%-8s %14s %14s %14s%n", moves, "JDK", few, many, "ratio");
        for (Jdk jdk : Jdk.supported()) {
            measureOn(jdk, moves, few, many);
        }
    }

    private static void measureOn(Jdk jdk, int moves, String few, String many) {
        List<Double> ofFew = new ArrayList<>();
        List<Double> ofMany = new ArrayList<>();
        try (Hosts hosts = new Hosts(jdk, "here", "there");
                RunningProgram small = start(hosts, jdk, few);
                RunningProgram large = start(hosts, jdk, many)) {
            for (int move = 0; move < moves; move++) {
                ofFew.add(freeze(hosts, small, move));
                ofMany.add(freeze(hosts, large, move));
            }
        }
        System.out.printf("%-8d %14.1f %14.1f %14.2f%n", jdk.feature(), Median.of(ofFew), Median.of(ofMany),
                Median.of(ofMany) / Median.of(ofFew));
    }

    private static RunningProgram start(Hosts hosts, Jdk jdk, String threads) {
        return hosts.home().home(JavaProgram.of(ParkedThreads.class, threads).on(jdk)).start();
    }

    private static double freeze(Hosts hosts, RunningProgram program, int move) {
        program.stdout().awaitLines((move + 1) * 5);
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(PAUSE_SECONDS));
        return hosts.migrate(program, hosts.all().get((move + 1) % 2)).orFail().figure("freeze_ms");
    }
}
