package dev.sprite.bench;

import dev.sprite.samples.heaps.HeapKind;
import dev.sprite.samples.heaps.HeldHeap;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Migration;
import dev.sprite.tests.harness.RunningProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How heaps of different sizes and kinds move, each once, there and back between two daemons on loopback; figures are
 * of the way there.
 *
 * <p>Usage: {@code HeapMove [MEGABYTES,… [KIND,… [STRATEGY,… [JVM_OPTION…]]]]}. The heap may be half as large again as
 * what is held.
 */
public final class HeapMove {
    private HeapMove() {}

    public static void main(String[] args) {
        String[] sizes = (args.length > 0 ? args[0] : "1,256,1024").split(",");
        String[] kinds = (args.length > 1 ? args[1] : "objects,list,map,arrays,array").split(",");
        String[] strategies = (args.length > 2 ? args[2] : "copy,lazy").split(",");
        List<String> options = new ArrayList<>(List.of(args).subList(Math.min(3, args.length), args.length));
        System.out.printf("%-4s %-8s %6s %-8s %10s %10s %10s %10s %10s %8s %8s%n", "JDK", "kind", "MB", "strategy",
                "freeze ms", "total ms", "later ms", "frozen MB", "sent MB", "faults", "MB/s");
        for (String size : sizes) {
            for (String kind : kinds) {
                for (String strategy : strategies) {
                    measure(Jdk.running(), Integer.parseInt(size), HeapKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                            strategy, options);
                }
            }
        }
    }

    private static void measure(Jdk jdk, int megabytes, HeapKind kind, String strategy, List<String> options) {
        JavaProgram program = JavaProgram.of(HeldHeap.class, kind.name(), Integer.toString(megabytes), "/nowhere")
                .with("-Xmx" + (megabytes * 3 / 2 + 64) + "m")
                .with(options.toArray(String[]::new))
                .on(jdk);
        try (Hosts hosts = new Hosts(jdk, "here", "there");
                RunningProgram running = hosts.home().home(program).start()) {
            running.stdout().awaitLine("at the gate");
            Migration migration = hosts.migrate(
                    running, hosts.get("there"), "--strategy", strategy, "--wait-residual").orFail();
            double freeze = migration.figure("freeze_ms");
            double later = migration.figure("residual_ms");
            System.out.printf("%-4d %-8s %6d %-8s %10.0f %10.0f %10.0f %10.1f %10.1f %8.0f %8.0f%n", jdk.feature(),
                    kind.name().toLowerCase(Locale.ROOT), megabytes, strategy, freeze, migration.figure("total_ms"),
                    later, migration.figure("bytes_frozen") / (1 << 20), migration.figure("bytes_total") / (1 << 20),
                    migration.figure("faults"), megabytes / ((freeze + later) / 1000));
        }
    }
}
