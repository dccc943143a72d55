package dev.sprite.cli;

import dev.sprite.cluster.offload.OffloadPolicy;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of a daemon that say which processes of its host go to idle hosts unasked. */
final class OffloadOptions {
    @Option(
            names = "--offload",
            description = "Move processes of this host to idle hosts while it is busy, but for those started with "
                    + "offload=off; without, only those started with offload=auto.")
    private boolean unasked;

    @Option(
            names = "--offload-load",
            paramLabel = "LOAD",
            description = "It is busy while you use it, or more processes than this want each processor; default: 1.")
    private Double load;

    @Option(
            names = "--offload-after",
            paramLabel = "SECONDS",
            description = "Leave a process here until it has taken so much processor time; default: 10.")
    private Double after;

    @Option(
            names = "--offload-again",
            paramLabel = "SECONDS",
            description = "Keep one that has come back for so long; default: 10.")
    private Double again;

    OffloadPolicy policy() {
        OffloadPolicy standard = OffloadPolicy.DEFAULT;
        return new OffloadPolicy(
                unasked,
                load == null ? standard.busyAbove() : load,
                after == null ? standard.leastUsed() : seconds(after),
                standard.leastShare(),
                again == null ? standard.residence() : seconds(again), standard.mostPerHour(), standard.backOff(), standard.mostBackOff());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
