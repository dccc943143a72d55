package dev.sprite.cluster;

import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.Assignment;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.control.TargetSpec;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.PrepareMessage.Launch;
import dev.sprite.transport.message.PrepareMessage.Prepare;
import dev.sprite.transport.message.PrepareMessage.Prepared;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The target JVMs, later foreign processes, on this host: started on behalf of sources, kept track of to their end. */
final class Targets {
    private static final Logger log = LoggerFactory.getLogger(Targets.class);
    /** Shorter than a source waits, longer than even a busy host takes. */
    private static final Duration START_LIMIT = Duration.ofSeconds(100);

    private final String hostName;
    private final Path directory;
    private final Path daemonSocket;
    private final Path key;
    private final Path spriteJar;
    private final ClassPathCache cache;
    private final Spares spares = new Spares();
    private final Map<Long, TargetJvm> sparesOf = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private final Map<String, TargetJvm> jvms = new ConcurrentHashMap<>();

    /**
     * Starts with none.
     *
     * @param place the daemon's place in the run directory
     * @param spriteJar our own jar, which target JVMs run under
     */
    Targets(String hostName, Path place, Path key, Path spriteJar) throws IOException {
        this.hostName = hostName;
        this.daemonSocket = RunDirectory.controlSocket(place);
        this.directory = place.resolve("foreign");
        this.key = key;
        this.spriteJar = spriteJar;
        this.cache = new ClassPathCache(place.resolve("cache"));
        RunDirectory.delete(directory);
        RunDirectory.createPrivate(directory);
    }

    /** Serves a source, from its request to the end of its link. */
    void serve(Prepare prepare, Link link) throws IOException {
        TargetJvm jvm;
        try {
            jvm = provide(prepare, link);
        } catch (RefusedException e) {
            log.info("refused process {}: {}", prepare.pid(), e.getMessage());
            link.send(e.toMessage());
            link.close(e.getMessage());
            return;
        } catch (IOException e) {
            log.warn("cannot start a target for process {}: {}", prepare.pid(), e.toString());
            link.send(new Refused(ControlException.FAILED, "the target host cannot start a JVM: " + e.getMessage()));
            link.close(e.getMessage());
            return;
        }
        link.onClose(jvm::killUnlessReady);
        try {
            int port = jvm.awaitPort(START_LIMIT);
            String address = new HostAddress(link.localHost(), port).toString();
            link.send(new Prepared(address, hostName, jvm.osPid()));
            jvm.onEnd(() -> link.close("the target JVM has ended"));
            link.receive();
        } catch (RefusedException e) {
            link.send(e.toMessage());
            link.close(e.getMessage());
        }
    }

    private TargetJvm provide(Prepare prepare, Link link) throws IOException {
        TargetLaunch launch = TargetLaunch.of(prepare.launch(), hostName, spriteJar, cache, link);
        TargetJvm jvm = spares.take(launch.key());
        if (jvm == null) {
            jvm = start(launch, List.of());
        }
        jvm.assign(new Assignment(prepare.pid(), prepare.epoch(), prepare.home(), prepare.token(),
                prepare.homeName(), hostName, link.localHost()), prepare.reason());
        return jvm;
    }

    private TargetJvm start(TargetLaunch launch, List<String> classes) throws IOException {
        String id = UUID.randomUUID().toString().substring(0, 8);
        Path place = RunDirectory.createPrivate(directory.resolve(id));
        Path specFile = place.resolve("spec.json");
        new TargetSpec(id, daemonSocket.toString(), place.toString(), key.toString(), classes).write(specFile);
        TargetJvm jvm = new TargetJvm(launch.program(), place, launch.start(specFile), () -> jvms.remove(id));
        jvms.put(id, jvm);
        return jvm;
    }

    /**
     * A program has left this host: starts a JVM for its return, if that costs nobody anything.
     *
     * @param pid the process with which the program ends, or 0
     * @param likely whether the return is more than a possibility
     */
    void expect(Launch launch, List<String> classes, long pid, boolean likely) throws IOException {
        TargetLaunch local = TargetLaunch.of(launch, hostName, spriteJar, cache, null);
        if (local.isHarmless() && spares.hasRoom(local.key())) {
            TargetJvm spare = start(local, classes);
            spares.keep(local.key(), spare, likely);
            if (pid != 0) {
                sparesOf.put(pid, spare);
            }
            ProcessHandle.of(pid).ifPresent(home -> home.onExit().thenRun(() -> {
                sparesOf.remove(pid);
                spares.discard(local.key(), spare);
            }));
            if (closed) {
                spare.killUnlessReady("the daemon ends");
            }
        }
    }

    /** Whether a JVM waits here for the return of process {@code pid}. */
    boolean isReadyFor(long pid) {
        TargetJvm spare = sparesOf.get(pid);
        return spare != null && spares.isKept(spare);
    }

    /** The target JVM of this id. */
    TargetJvm get(String id) throws ControlException {
        TargetJvm jvm = id == null ? null : jvms.get(id);
        if (jvm == null) {
            throw new ControlException(ControlException.NO_SUCH, "no target JVM " + id);
        }
        return jvm;
    }

    /** Those that run a program. */
    List<TargetJvm> running() {
        return jvms.values().stream().filter(TargetJvm::isReady).collect(Collectors.toList());
    }

    /** The processes of those that run another host's program. */
    Collection<Long> foreignPids() {
        return jvms.values().stream()
                .filter(jvm -> jvm.isReady() && !jvm.homeName().equals(hostName))
                .map(TargetJvm::osPid)
                .collect(Collectors.toList());
    }

    /** Those that a program is about to move to, unasked. */
    List<TargetJvm> expectedUnasked() {
        return jvms.values().stream().filter(jvm -> jvm.comesUnasked() && !jvm.isReady()).collect(Collectors.toList());
    }

    /** Ends those that do not run a program yet, and starts no more. */
    void close() {
        closed = true;
        for (TargetJvm jvm : jvms.values()) {
            jvm.killUnlessReady("the daemon ends");
        }
    }
}
