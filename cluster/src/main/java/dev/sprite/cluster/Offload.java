package dev.sprite.cluster;

import dev.sprite.cluster.activity.HostActivity;
import dev.sprite.cluster.offload.HomeLoad;
import dev.sprite.cluster.offload.MoveHistory;
import dev.sprite.cluster.offload.OffloadPolicy;
import dev.sprite.cluster.offload.OwnProcess;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.control.ProcessStatus;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.Priority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends processes of this home to idle hosts while it is busy, and says where those may go that are evicted there. */
final class Offload {
    private static final Logger log = LoggerFactory.getLogger(Offload.class);
    private static final double LIMIT_SECONDS = 30;
    /** A process that is stopped may never answer, and must not keep the others from leaving. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String hostName;
    private final RunDirectory run;
    private final OwnProcesses processes;
    private final HostActivity activity;
    private final Guests guests;
    private final HostDirectory directory;
    private final OffloadPolicy policy;
    private final MoveHistory history;
    private final Clock clock = Clock.systemUTC();
    private final Targets targets;
    private Instant busyUntil = Instant.MIN;
    private volatile long leaving;

    Offload(String hostName, RunDirectory run, Targets targets, HostActivity activity, Guests guests,
            HostDirectory directory, OffloadPolicy policy) {
        this.hostName = hostName;
        this.run = run;
        this.targets = targets;
        this.processes = new OwnProcesses(hostName, run, targets);
        this.activity = activity;
        this.guests = guests;
        this.directory = directory;
        this.policy = policy;
        this.history = new MoveHistory(policy);
    }

    /** Has a process leave if one should; returns at once. */
    synchronized void look() {
        Instant now = clock.instant();
        try {
            List<OwnProcess> own = processes.look(now);
            history.retain(own.stream().map(OwnProcess::pid).toList());
            if (busyUntil.isAfter(now)) {
                return;
            }
            HomeLoad home = new HomeLoad(
                    activity.isInUse(), activity.ownLoad(), activity.processors(), guests.count());
            policy.choose(now, home, own, history).ifPresent(process -> {
                busyUntil = now.plus(PATIENCE);
                leaving = process.pid();
                DaemonThreads.start("sprite-offload-" + process.pid(), () -> send(process.pid(), reason(home)));
            });
        } catch (IOException e) {
            log.warn("the processes of this host cannot be listed: {}", e.getMessage());
        }
    }

    private String reason(HomeLoad home) {
        return "offloaded from " + hostName + ": "
                + (home.inUse()
                        ? "its owner uses it"
                        : String.format(Locale.ROOT, "its load is %.2f", home.load()));
    }

    private void send(long pid, String reason) {
        Path socket = RunDirectory.controlSocket(run.process(pid));
        try {
            Optional<Host> host = directory.select(Priority.NORMAL);
            if (host.isPresent()) {
                check(socket, pid);
                log.info("process {} is {}; it goes to {}", pid, reason, host.get().name());
                MigrationReport report = ControlClient.call(socket,
                        ControlRequest.migrate(host.get().address(), LIMIT_SECONDS, reason), MigrationReport.class);
                history.left(pid, clock.instant());
                log.info("process {} runs at {} after {} ms", pid, report.to(), Math.round(report.totalMillis()));
            }
        } catch (IOException | ControlException e) {
            Duration pause = history.failed(pid, clock.instant());
            log.info("process {} stays, for {} s at least: {}", pid, pause.toSeconds(), e.getMessage());
        } finally {
            done();
        }
    }

    /** What its user has moved by hand stays where he put it. */
    private void check(Path socket, long pid) throws IOException, ControlException {
        ProcessStatus status =
                ControlClient.call(socket, ControlRequest.of(ControlRequest.STATUS), ProcessStatus.class);
        if (ProcessStatus.BY_HAND.equals(status.why()) || !status.host().equals(hostName)) {
            throw new ControlException(ControlException.FAILED, "its user has moved it to " + status.host());
        }
    }

    private synchronized void done() {
        busyUntil = Instant.MIN;
        leaving = 0;
    }

    /** Whether process {@code pid} is on another host, or about to be, because it has been sent there. */
    boolean hasSent(long pid) {
        return pid == leaving || history.hasLeft(pid);
    }

    /**
     * Where process {@code pid}, whose home is here, may go that has to leave another host: the owner there waits, so
     * it comes home first if a JVM is ready for it, or else only if no other host would have it.
     */
    List<Host> refuges(long pid, Host here) {
        List<Host> refuges = new ArrayList<>();
        Instant now = clock.instant();
        if (!targets.isReadyFor(pid) && policy.mayGoOn(now, pid, history)) {
            try {
                directory.select(Priority.NORMAL).ifPresent(refuges::add);
            } catch (IOException e) {
                log.info("the directory of hosts does not answer: {}", e.getMessage());
            }
        }
        if (refuges.isEmpty()) {
            log.info("process {} is evicted; it comes home", pid);
        } else {
            history.sentOn(pid, now);
            log.info("process {} is evicted; it may go to {}", pid, refuges.get(0).name());
        }
        refuges.add(here);
        return refuges;
    }
}
