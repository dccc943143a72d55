package dev.sprite.bench;

import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.RunningProgram;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How fast a frame that was moved in the midst of a nest of loops goes on: the median time of its steps before the move
 * over that of the steps after it, once compiled.
 *
 * <p>Usage: {@code Resumed [MOVES]}.
 */
public final class Resumed {
    /** Steps that a JVM is given to compile the loops, and steps that count. */
    private static final int WARM_UP = 20;
    private static final int MEASURED = 40;

    private Resumed() {}

    public static void main(String[] args) {
        int moves = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        System.out.printf("%-8s %5s %12s %12s %18s%n", "JDK", "move", "before us", "after us", "speed after/before");
        for (Jdk jdk : Jdk.supported()) {
            for (int move = 1; move <= moves; move++) {
                measureOn(jdk, move);
            }
        }
    }

    private static void measureOn(Jdk jdk, int move) {
        try (Hosts hosts = new Hosts(jdk, "here", "there");
                RunningProgram running = hosts.home().home(JavaProgram.of(NestedLoops.class).on(jdk)).start()) {
            running.stdout().awaitLines(WARM_UP + MEASURED);
            double before = medianMicros(running, WARM_UP);
            hosts.migrate(running, hosts.get("there")).orFail();
            int moved = steps(running).size();
            running.stdout().awaitLines(moved + WARM_UP + MEASURED);
            double after = medianMicros(running, moved + WARM_UP);
            System.out.printf("%-8d %5d %12.0f %12.0f %18.2f%n", jdk.feature(), move, before, after, before / after);
        }
    }

    private static double medianMicros(RunningProgram running, int from) {
        return Median.of(steps(running).subList(from, from + MEASURED)) / 1000;
    }

    private static List<Double> steps(RunningProgram running) {
        String text = running.stdout().text();
        return text.substring(0, text.lastIndexOf('\n')).lines().map(Double::valueOf).collect(Collectors.toList());
    }
}
