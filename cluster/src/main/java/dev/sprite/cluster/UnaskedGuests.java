package dev.sprite.cluster;

import dev.sprite.cluster.activity.HostActivity;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.MigrationReport;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that have been moved here unasked. They leave as soon as this host is not idle any more, for another
 * idle host or for home; one that cannot is asked again.
 */
final class UnaskedGuests {
    private static final Logger log = LoggerFactory.getLogger(UnaskedGuests.class);
    private static final double LIMIT_SECONDS = 60;
    private static final Duration LEAVING = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN_AT_LEAST = Duration.ofMinutes(1);

    private final String hostName;
    private final Targets targets;
    private final HostActivity activity;
    private final Map<TargetJvm, Leave> leaving = new HashMap<>();

    /** One that has been asked to leave. */
    private static final class Leave {
        private Duration pause = ASK_AGAIN;
        private long notBefore = System.nanoTime();
        private boolean underWay;

        boolean isDue() {
            return !underWay && System.nanoTime() - notBefore >= 0;
        }

        void failed() {
            underWay = false;
            notBefore = System.nanoTime() + pause.toNanos();
            pause = pause.multipliedBy(2).compareTo(ASK_AGAIN_AT_LEAST) < 0
                    ? pause.multipliedBy(2)
                    : ASK_AGAIN_AT_LEAST;
        }
    }

    UnaskedGuests(String hostName, Targets targets, HostActivity activity) {
        this.hostName = hostName;
        this.targets = targets;
        this.activity = activity;
    }

    /** Has those leave that have to; returns at once. */
    synchronized void look() {
        List<TargetJvm> running = targets.running();
        leaving.keySet().retainAll(running);
        if (activity.idleSince() != null) {
            return;
        }
        String reason = "evicted from " + hostName + ": "
                + (activity.isInUse()
                        ? "its owner is back"
                        : String.format(Locale.ROOT, "its load is %.2f", activity.ownLoad()));
        for (TargetJvm jvm : targets.expectedUnasked()) {
            if (!jvm.homeName().equals(hostName)) {
                jvm.killUnlessReady("this host is not idle any more");
            }
        }
        for (TargetJvm jvm : running) {
            if (jvm.comesUnasked() && !jvm.homeName().equals(hostName)) {
                Leave leave = leaving.computeIfAbsent(jvm, guest -> new Leave());
                if (leave.isDue()) {
                    leave.underWay = true;
                    DaemonThreads.start("sprite-evict-" + jvm.pid(), () -> sendAway(jvm, leave, reason));
                }
            }
        }
    }

    private void sendAway(TargetJvm jvm, Leave leave, String reason) {
        jvm.evicted();
        log.info("{} of {} is {}", jvm, jvm.homeName(), reason);
        try {
            ControlRequest away = ControlRequest.migrate(ControlRequest.AWAY, LIMIT_SECONDS, reason);
            MigrationReport report = ControlClient.call(jvm.controlSocket(), away, MigrationReport.class);
            log.info("{} has gone to {} within {} ms", jvm, report.to(), Math.round(report.totalMillis()));
        } catch (IOException | ControlException e) {
            if (!jvm.endsWithin(LEAVING)) {
                log.warn("{} could not be sent away: {}", jvm, e.getMessage());
                failed(leave);
            }
        }
    }

    private synchronized void failed(Leave leave) {
        leave.failed();
    }
}
