package dev.sprite.cluster;

import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.Received;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.DirectoryMessage.Hosts;
import dev.sprite.transport.message.DirectoryMessage.Register;
import dev.sprite.transport.message.DirectoryMessage.Select;
import dev.sprite.transport.message.DirectoryMessage.Selected;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.Priority;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in a daemon. All others join that one: each tells it about itself again and again, over a link that it
 * keeps open, and learns from the answers about the others. A host whose link breaks, or that has not been heard of for
 * a while, is down.
 */
final class EmbeddedDirectory implements HostDirectory {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDirectory.class);
    private static final int MISSED_ANNOUNCEMENTS = 3;

    private final Supplier<Register> self;
    private final Duration interval;
    private final Duration patience;
    private final HostTable table;
    private volatile Membership membership;

    /**
     * Knows this host alone.
     *
     * @param self how this host describes itself
     * @param interval between two announcements; who has missed three is down
     */
    EmbeddedDirectory(Supplier<Register> self, Duration interval) {
        this.self = self;
        this.interval = interval;
        patience = interval.multipliedBy(MISSED_ANNOUNCEMENTS);
        table = new HostTable(patience, Clock.systemUTC());
    }

    /** Uses the directory in {@code daemon} from now on; the first time, failing is an error. */
    void join(Transport transport, HostAddress daemon) throws IOException {
        Membership joined =
                new Membership(transport, daemon, self, this::heard, () -> gone(daemon), interval);
        try {
            joined.announce();
        } catch (IOException e) {
            joined.close();
            throw e;
        }
        joined.start();
        membership = joined;
    }

    private void gone(HostAddress daemon) {
        for (Host host : table.hosts()) {
            if (host.address().equals(daemon.toString())) {
                table.lost(host.name(), this);
            }
        }
    }

    private void heard(List<Host> hosts) {
        for (Host host : hosts) {
            table.put(host, 0, this);
        }
    }

    /** Serves another daemon that announces itself, until its link ends. */
    void serve(Link link, Received first) throws IOException {
        String name = null;
        Received next = first;
        try {
            for (;; next = link.receive(patience)) {
                if (next.message() instanceof Register register) {
                    Host host = reachable(register.host(), link);
                    refuseNamesake(host);
                    name = host.name();
                    table.put(host, register.taken(), link);
                    link.reply(next, new Hosts(hosts()));
                } else if (next.message() instanceof Select select && name != null) {
                    link.reply(next, new Selected(choose(select.priority(), name).orElse(null)));
                } else {
                    link.reply(next, new Refused(ControlException.FAILED, "this is a directory of hosts"));
                }
            }
        } catch (RefusedException e) {
            link.reply(next, e.toMessage());
        } finally {
            if (name != null) {
                table.lost(name, link);
            }
        }
    }

    private void refuseNamesake(Host host) throws RefusedException {
        if (host.name().equals(self.get().host().name()) || table.isTaken(host)) {
            throw new RefusedException(ControlException.USAGE,
                    "there is a host named " + host.name() + " already; choose another name with --name");
        }
    }

    /** A daemon that listens everywhere is reached at the address it came from. */
    private static Host reachable(Host host, Link link) {
        HostAddress address = HostAddress.parse(host.address());
        if (!address.toSocketAddress().getAddress().isAnyLocalAddress()) {
            return host;
        }
        String peer = HostAddress.parse(link.peer()).host();
        return new Host(host.name(), new HostAddress(peer, address.port()).toString(), host.state(), host.load(),
                host.idleSince(), host.foreign());
    }

    @Override
    public List<Host> hosts() {
        Membership joined = membership;
        if (joined != null && !joined.isLost()) {
            try {
                joined.announce();
            } catch (IOException e) {
                log.debug("the directory does not answer: {}", e.getMessage());
            }
        }
        putSelf();
        return table.hosts();
    }

    private void putSelf() {
        Register here = self.get();
        table.put(here.host(), here.taken(), this);
    }

    private Optional<Host> choose(Priority priority, String asking) {
        putSelf();
        return table.select(priority, asking);
    }

    @Override
    public Optional<Host> select(Priority priority) throws IOException {
        Membership joined = membership;
        return joined == null ? choose(priority, self.get().host().name()) : joined.select(priority);
    }

    @Override
    public void changed() {
        Membership joined = membership;
        if (joined != null) {
            joined.changed();
        }
    }

    @Override
    public void close() {
        if (membership != null) {
            membership.close();
        }
    }
}
