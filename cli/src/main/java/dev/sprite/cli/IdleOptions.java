package dev.sprite.cli;

import dev.sprite.cluster.activity.IdlePolicy;
import dev.sprite.cluster.activity.IdlePolicy.Acceptance;
import dev.sprite.cluster.activity.LoadAverage;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of a daemon that say when its host takes others' work in. */
final class IdleOptions {
    @Option(
            names = "--accept",
            paramLabel = "idle|always|never",
            defaultValue = "idle",
            description = "When foreign processes are welcome here; default: ${DEFAULT-VALUE}.")
    private Accept accept;

    @Option(
            names = "--quiet",
            paramLabel = "SECONDS",
            description = "This host is idle when nobody has typed for so long; default: 30.")
    private Double quiet;

    @Option(
            names = "--accept-load",
            paramLabel = "ONE,FIVE,FIFTEEN",
            description = "... and no load average per processor is above these; default: 0.75,1,1.5.")
    private LoadAverage acceptLoad;

    @Option(
            names = "--refuse-load",
            paramLabel = "ONE,FIVE,FIFTEEN",
            description = "It is idle no longer when one is above these; default: 2.5,2.75,3.")
    private LoadAverage refuseLoad;

    @Option(
            names = "--sample",
            paramLabel = "SECONDS",
            description = "How often to look; default: 5.")
    private Double sample;

    @Option(
            names = "--measure",
            paramLabel = "COMMAND",
            description = "A shell command to ask as well: its status is not 0 while you use this host; lines "
                    + "idle=SECONDS and load=ONE,FIVE,FIFTEEN of its output replace what is measured.")
    private String measure;

    /** As on the command line. */
    enum Accept {
        idle(Acceptance.IDLE),
        always(Acceptance.ALWAYS),
        never(Acceptance.NEVER);

        private final Acceptance acceptance;

        Accept(Acceptance acceptance) {
            this.acceptance = acceptance;
        }
    }

    IdlePolicy policy() {
        IdlePolicy standard = IdlePolicy.DEFAULT;
        return new IdlePolicy(
                accept.acceptance,
                quiet == null ? standard.quiet() : seconds(quiet),
                acceptLoad == null ? standard.acceptUpTo() : acceptLoad,
                refuseLoad == null ? standard.refuseAbove() : refuseLoad,
                sample == null ? standard.sampling() : seconds(Math.max(sample, 0.01)),
                measure);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
