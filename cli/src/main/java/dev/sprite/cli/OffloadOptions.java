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

    OffloadPolicy policy() {
        OffloadPolicy standard = OffloadPolicy.DEFAULT;
        return new OffloadPolicy(
                unasked,
                load == null ? standard.busyAbove() : load,
                after == null ? standard.leastUsed() : Duration.ofMillis((long) (after * 1000)),
                standard.leastShare(), standard.residence(), standard.mostPerHour(), standard.backOff(),
                standard.mostBackOff());
    }
}
