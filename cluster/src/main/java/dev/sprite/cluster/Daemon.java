package dev.sprite.cluster;

import dev.sprite.cluster.activity.HostActivity;
import dev.sprite.cluster.activity.IdlePolicy;
import dev.sprite.cluster.command.CommandService;
import dev.sprite.cluster.offload.OffloadPolicy;
import dev.sprite.transport.ClusterKey;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.LinkServer;
import dev.sprite.transport.Received;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.ControlServer;
import dev.sprite.transport.control.DaemonStatus;
import dev.sprite.transport.control.ProcessStatus;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.message.CommandMessage.Run;
import dev.sprite.transport.message.DirectoryMessage.Evict;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.DirectoryMessage.Hosts;
import dev.sprite.transport.message.DirectoryMessage.ListHosts;
import dev.sprite.transport.message.DirectoryMessage.Register;
import dev.sprite.transport.message.DirectoryMessage.Selected;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.Message;
import dev.sprite.transport.message.PrepareMessage.Prepare;
import dev.sprite.transport.message.Priority;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's daemon: what other hosts reach by network, and this host's commands and target JVMs by control socket. */
public final class Daemon implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Daemon.class);
    private static final Duration ANNOUNCE_EVERY = Duration.ofSeconds(5);

    private final Config config;
    private final Transport transport;
    private final Targets targets;
    private final Eviction eviction;
    private final HostActivity activity;
    private final Guests guests;
    private final UnaskedGuests unaskedGuests;
    private final Offload offload;
    private final CommandService commands;
    private final EmbeddedDirectory directory;
    private final LinkServer server;
    private final ControlServer control;

    /**
     * What a daemon is started with.
     *
     * @param listen the address for other hosts; port 0 is any
     * @param join another daemon whose hosts to work together with, or null
     * @param key the cluster key file
     * @param spriteJar our own jar, which target JVMs run under
     * @param idle when others' work is welcome here
     * @param offload which processes of this host's go to others unasked
     */
    public record Config(
            String name, HostAddress listen, HostAddress join, RunDirectory run, Path key, Path spriteJar,
            IdlePolicy idle, OffloadPolicy offload) {}

    private Daemon(Config config) throws IOException {
        this.config = config;
        Path place = RunDirectory.createPrivate(config.run().create().daemon());
        refuseSecond(place);
        transport = new Transport(ClusterKey.loadOrCreate(config.key()));
        targets = new Targets(config.name(), place, config.key(), config.spriteJar());
        eviction = new Eviction(config.name(), targets);
        activity = new HostActivity(config.idle(), targets::foreignPids);
        guests = new Guests(config.name(), targets, activity, this::guestsChanged);
        unaskedGuests = new UnaskedGuests(config.name(), targets, activity);
        commands = new CommandService(config.name(), place.resolve("commands"), guests::admit);
        directory = new EmbeddedDirectory(this::self, ANNOUNCE_EVERY);
        offload = new Offload(
                config.name(), config.run(), targets, activity, guests, directory, config.offload());
        server = transport.listen(config.listen(), this::serve);
        control = ControlServer.open(RunDirectory.controlSocket(place), this::handle);
    }

    /** Starts a daemon; when this returns it accepts work. */
    public static Daemon start(Config config) throws IOException {
        Daemon daemon = new Daemon(config);
        if (config.join() != null) {
            try {
                daemon.directory.join(daemon.transport, config.join());
            } catch (IOException e) {
                daemon.close();
                throw e;
            }
        }
        daemon.activity.watch(daemon.new Watch());
        return daemon;
    }

    /** What is done whenever this host has been looked at. */
    private final class Watch implements HostActivity.Watcher {
        @Override
        public boolean isAttentive() {
            return guests.count() > 0;
        }

        @Override
        public void looked(boolean changed) {
            if (changed) {
                directory.changed();
            }
            unaskedGuests.look();
            offload.look();
        }
    }

    private static void refuseSecond(Path place) throws IOException {
        DaemonStatus other;
        try {
            other = ControlClient.call(
                    RunDirectory.controlSocket(place), ControlRequest.of(ControlRequest.STATUS), DaemonStatus.class);
        } catch (IOException | ControlException e) {
            return;
        }
        throw new IOException("the daemon " + other.name() + " (process " + other.osPid() + ") serves "
                + place.getParent() + " already; choose another run directory with --run");
    }

    /** Where it accepts work from other hosts. */
    public HostAddress address() {
        return server.address();
    }

    private Register self() {
        Instant idle = activity.idleSince();
        Host host = new Host(config.name(), address().toString(), guests.state(), activity.load(),
                idle == null ? null : idle.truncatedTo(ChronoUnit.SECONDS).toString(), guests.count());
        return new Register(host, guests.taken());
    }

    private void guestsChanged() {
        directory.changed();
    }

    private List<ProcessStatus> running() {
        List<ProcessStatus> all = new ArrayList<>();
        for (TargetJvm jvm : targets.running()) {
            all.add(jvm.status(config.name()));
        }
        return all;
    }

    private void serve(Link link) {
        try {
            Received first = link.receive(Transport.FIRST_WORD);
            Message message = first.message();
            if (message instanceof Prepare prepare) {
                serve(prepare, link);
            } else if (message instanceof Run) {
                commands.serve(link, first);
            } else if (message instanceof Register) {
                directory.serve(link, first);
            } else if (message instanceof ListHosts) {
                link.reply(first, new Hosts(directory.hosts()));
            } else if (message instanceof Evict) {
                link.reply(first, eviction.run(evicted("by hand")));
            } else {
                link.reply(first, new Refused(ControlException.FAILED, "this is a daemon"));
            }
            link.close("served");
        } catch (IOException e) {
            log.debug("link from {}: {}", link.peer(), e.getMessage());
        }
    }

    private void serve(Prepare prepare, Link link) throws IOException {
        try (Closeable place = guests.admit(prepare)) {
            targets.serve(prepare, link);
        } catch (RefusedException e) {
            link.send(e.toMessage());
        }
    }

    private String evicted(String why) {
        return "evicted from " + config.name() + ": " + why;
    }

    private Object handle(ControlRequest request, Consumer<String> progress) throws ControlException {
        switch (request.op()) {
            case ControlRequest.STATUS:
                return new DaemonStatus(
                        config.name(), address().toString(), ProcessHandle.current().pid(), running());
            case ControlRequest.HOSTS:
                return new Hosts(directory.hosts());
            case ControlRequest.RESOLVE:
                return resolve(request.host());
            case ControlRequest.SELECT:
                return select(request.priority());
            case ControlRequest.EVICT:
                return eviction.run(evicted("by hand"));
            case ControlRequest.REFUGES:
                return new Hosts(offload.refuges(request.pid(), self().host()));
            case ControlRequest.ASSIGNMENT:
                return targets.get(request.id()).awaitAssignment();
            case ControlRequest.EXPECT:
                return expect(request);
            case ControlRequest.STARTED:
                targets.get(request.id()).started(request.port());
                return new Done();
            case ControlRequest.READY:
                targets.get(request.id()).ready();
                targets.get(request.id()).onEnd(this::guestsChanged);
                guestsChanged();
                return new Done();
            default:
                throw new ControlException(ControlException.USAGE, "a daemon does not do " + request.op());
        }
    }

    private Selected select(Priority priority) throws ControlException {
        try {
            return new Selected(directory.select(priority).orElse(null));
        } catch (IOException e) {
            throw new ControlException(
                    ControlException.UNREACHABLE, "the directory of hosts does not answer: " + e.getMessage());
        }
    }

    private Done expect(ControlRequest request) throws ControlException {
        try {
            TargetJvm left = request.id() == null ? null : targets.get(request.id());
            if (left == null || !left.isEvicted()) {
                long pid = left != null && left.homeName().equals(config.name()) ? left.pid() : request.pid();
                targets.expect(request.launch(), request.classes(), pid, offload.hasSent(pid));
            }
            return new Done();
        } catch (IOException e) {
            throw new ControlException(ControlException.FAILED, e.getMessage());
        }
    }

    private Host resolve(String name) throws ControlException {
        List<String> names = new ArrayList<>();
        for (Host host : directory.hosts()) {
            if (host.name().equals(name)) {
                return host;
            }
            names.add(host.name());
        }
        throw new ControlException(ControlException.NO_SUCH,
                "no host '" + name + "'; known are " + String.join(", ", names));
    }

    /** Sends the foreign processes on this host home, as far as they can be, and ends. */
    @Override
    public void close() {
        activity.close();
        server.close();
        commands.close();
        for (String failure : eviction.run(evicted("its daemon ends")).failures()) {
            log.warn("{}; it stays here without a daemon", failure);
        }
        targets.close();
        directory.close();
        try {
            control.close();
        } catch (IOException e) {
            log.debug("control socket: {}", e.getMessage());
        }
        transport.close();
    }
}
