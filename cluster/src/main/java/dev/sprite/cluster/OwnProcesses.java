package dev.sprite.cluster;

import dev.sprite.cluster.offload.Consent;
import dev.sprite.cluster.offload.OwnProcess;
import dev.sprite.transport.control.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes whose home is this host, as they are seen without asking them: the first question would have a program
 * load what it needs to be moved.
 */
final class OwnProcesses {
    private final String hostName;
    private final RunDirectory run;
    private final Targets targets;
    private Map<Long, Use> uses = new HashMap<>();

    /** The processor time a process had taken at some time. */
    private record Use(Duration used, Instant time) {}

    OwnProcesses(String hostName, RunDirectory run, Targets targets) {
        this.hostName = hostName;
        this.run = run;
        this.targets = targets;
    }

    /** All of them, by what they have done here since the last look, or since they began. */
    synchronized List<OwnProcess> look(Instant now) throws IOException {
        Map<Long, TargetJvm> returned = new HashMap<>();
        for (TargetJvm jvm : targets.running()) {
            if (jvm.homeName().equals(hostName)) {
                returned.put(jvm.pid(), jvm);
            }
        }
        List<OwnProcess> processes = new ArrayList<>();
        Map<Long, Use> usesNow = new HashMap<>();
        for (Map.Entry<Long, Path> process : run.processes().entrySet()) {
            long pid = process.getKey();
            TargetJvm jvm = returned.get(pid);
            Duration used = jvm == null ? processorTime(pid) : processorTime(pid).plus(jvm.processorTime());
            Use last = uses.containsKey(pid) ? uses.get(pid) : new Use(Duration.ZERO, begin(pid, now));
            usesNow.put(pid, new Use(used, now));
            processes.add(new OwnProcess(pid, consent(process.getValue()), used, share(last, used, now),
                    jvm == null ? null : jvm.since()));
        }
        uses = usesNow;
        return processes;
    }

    private static Duration processorTime(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    private static Instant begin(long pid, Instant otherwise) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().startInstant()).orElse(otherwise);
    }

    private static double share(Use last, Duration used, Instant now) {
        long since = Duration.between(last.time(), now).toMillis();
        return since <= 0 ? 0 : (double) used.minus(last.used()).toMillis() / since;
    }

    private static Consent consent(Path place) throws IOException {
        try {
            return Files.readString(RunDirectory.offload(place)).equals("auto") ? Consent.GIVEN : Consent.REFUSED;
        } catch (NoSuchFileException e) {
            return Consent.UNSAID;
        }
    }
}
