package dev.sprite.cluster;

import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.DirectoryMessage.Hosts;
import dev.sprite.transport.message.DirectoryMessage.Register;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that daemons keep among themselves: each tells the one it has joined about itself, again and again, and
 * learns from the answer about the others. Who has not been heard of for a while is down.
 */
final class EmbeddedDirectory implements HostDirectory {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDirectory.class);

    private record Entry(Host host, Instant heard) {}

    private final Supplier<Host> self;
    private final Duration interval;
    private final Map<String, Entry> others = new TreeMap<>();
    private Thread announcer;

    /**
     * Knows this host alone.
     *
     * @param interval between two announcements; who has missed three is down
     */
    EmbeddedDirectory(Supplier<Host> self, Duration interval) {
        this.self = self;
        this.interval = interval;
    }

    /** Announces this host to {@code daemon} from now on; the first time, failing is an error. */
    void join(Transport transport, HostAddress daemon) throws IOException {
        announce(transport, daemon);
        announcer = DaemonThreads.start("sprite-directory", () -> keepAnnouncing(transport, daemon));
    }

    private void keepAnnouncing(Transport transport, HostAddress daemon) {
        boolean lost = false;
        try {
            for (;;) {
                Thread.sleep(interval.toMillis());
                try {
                    announce(transport, daemon);
                    lost = false;
                } catch (IOException e) {
                    if (!lost) {
                        log.warn("the hosts at {} do not hear of this one: {}", daemon, e.getMessage());
                    }
                    lost = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(Transport transport, HostAddress daemon) throws IOException {
        Duration patience = Duration.ofSeconds(10);
        try (Link link = transport.connect(daemon, patience)) {
            Hosts known = link.request(new Register(self.get()), Hosts.class, patience);
            for (Host host : known.hosts()) {
                heard(host);
            }
        }
    }

    /** Another daemon announces itself. */
    void register(Host host) throws RefusedException {
        synchronized (others) {
            Entry known = others.get(host.name());
            boolean taken = host.name().equals(self.get().name())
                    || known != null && isUp(known) && !known.host().address().equals(host.address());
            if (taken) {
                throw new RefusedException(ControlException.USAGE,
                        "there is a host named " + host.name() + " already; choose another name with --name");
            }
        }
        heard(host);
    }

    private void heard(Host host) {
        synchronized (others) {
            if (!host.name().equals(self.get().name()) && !host.state().equals("down")) {
                others.put(host.name(), new Entry(host, Instant.now()));
            }
        }
    }

    private boolean isUp(Entry entry) {
        return entry.heard().isAfter(Instant.now().minus(interval.multipliedBy(3)));
    }

    @Override
    public List<Host> hosts() {
        TreeMap<String, Host> all = new TreeMap<>();
        synchronized (others) {
            for (Entry entry : others.values()) {
                Host host = entry.host();
                all.put(host.name(), isUp(entry)
                        ? host
                        : new Host(host.name(), host.address(), "down", host.load(), null, host.foreign()));
            }
        }
        Host here = self.get();
        all.put(here.name(), here);
        return new ArrayList<>(all.values());
    }

    @Override
    public void close() {
        if (announcer != null) {
            announcer.interrupt();
        }
    }
}
