package dev.sprite.cluster;

import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.message.DirectoryMessage.Evicted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends the foreign processes of a host home, all at once. */
final class Eviction {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LEAVING = Duration.ofSeconds(3);

    private final String hostName;
    private final Targets targets;

    Eviction(String hostName, Targets targets) {
        this.hostName = hostName;
        this.targets = targets;
    }

    /**
     * Returns when every foreign process has left, or has failed to, or time is up.
     *
     * @param reason why they are sent away
     */
    Evicted run(String reason) {
        Map<TargetJvm, Thread> moves = new LinkedHashMap<>();
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        for (TargetJvm jvm : targets.running()) {
            if (!jvm.homeName().equals(hostName)) {
                moves.put(jvm, DaemonThreads.start("sprite-evict-" + jvm.pid(), () -> sendHome(jvm, reason, failures)));
            }
        }
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (Map.Entry<TargetJvm, Thread> move : moves.entrySet()) {
            try {
                move.getValue().join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (move.getValue().isAlive()) {
                failures.add("process " + move.getKey().pid() + " did not go home within " + LIMIT.toSeconds() + " s");
            }
        }
        synchronized (failures) {
            return new Evicted(moves.size() - failures.size(), List.copyOf(failures));
        }
    }

    private static void sendHome(TargetJvm jvm, String reason, List<String> failures) {
        jvm.evicted();
        try {
            ControlRequest home = ControlRequest.migrate(ControlRequest.HOME, LIMIT.toSeconds(), reason);
            ControlClient.call(jvm.controlSocket(), home, MigrationReport.class);
        } catch (IOException | ControlException e) {
            if (jvm.endsWithin(LEAVING)) {
                // it had left before it was asked, or the program has ended
                return;
            }
            failures.add("process " + jvm.pid() + " could not be sent home: " + e.getMessage());
        }
    }
}
