package dev.sprite.cluster;

import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.HostState;
import dev.sprite.transport.message.Priority;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is known about hosts: what each said of itself, when, and to whom it has been promised since. */
public final class HostTable {
    /** Longer than it takes from the choice of a host until that host says that it is used. */
    private static final Duration PROMISE = Duration.ofSeconds(10);

    private static final Comparator<Entry> BEST_FIRST = Comparator
            .comparing((Entry entry) -> entry.host.state() != HostState.IDLE)
            .thenComparing(entry -> entry.idleSince)
            .thenComparing(entry -> entry.host.name());

    private final class Entry {
        private final Map<Priority, Instant> promisedUntil = new EnumMap<>(Priority.class);
        private Host host;
        private Instant idleSince;
        private Instant heard;
        private Object source;
        private long taken;

        boolean isUp() {
            return host.state() != HostState.DOWN && heard.isAfter(clock.instant().minus(patience));
        }

        boolean isPromised(Priority priority) {
            Instant until = promisedUntil.get(priority);
            return until != null && until.isAfter(clock.instant());
        }

        boolean hasRoomFor(Priority priority) {
            return isUp() && host.state().hasRoomFor(priority) && !isPromised(priority)
                    && !isPromised(Priority.NORMAL);
        }

        Host current() {
            return isUp()
                    ? host
                    : new Host(host.name(), host.address(), HostState.DOWN, host.load(), null, host.foreign());
        }
    }

    private final Duration patience;
    private final Clock clock;
    private final Map<String, Entry> entries = new TreeMap<>();

    /** @param patience a host that has not been heard of for so long is down */
    public HostTable(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
    }

    /** Whether a host of the same name but another address is up. */
    synchronized boolean isTaken(Host host) {
        Entry known = entries.get(host.name());
        return known != null && known.isUp() && !known.host.address().equals(host.address());
    }

    /**
     * A host has described itself.
     *
     * @param taken how many applications it has taken in so far: another number keeps a promise
     * @param source by what way
     */
    public synchronized void put(Host host, long taken, Object source) {
        Entry entry = entries.computeIfAbsent(host.name(), name -> new Entry());
        entry.host = host;
        entry.idleSince = host.idleSince() == null ? null : Instant.parse(host.idleSince());
        entry.heard = clock.instant();
        entry.source = source;
        if (entry.taken != taken) {
            entry.taken = taken;
            entry.promisedUntil.clear();
        }
    }

    /** Nothing will be heard of a host by way of {@code source} any more: it is down, unless there is another way. */
    synchronized void lost(String name, Object source) {
        Entry entry = entries.get(name);
        if (entry != null && entry.source == source) {
            entry.heard = Instant.MIN;
        }
    }

    synchronized List<Host> hosts() {
        List<Host> hosts = new ArrayList<>();
        for (Entry entry : entries.values()) {
            hosts.add(entry.current());
        }
        return hosts;
    }

    /** Chooses among all but {@code asking}, and promises the choice. */
    public synchronized Optional<Host> select(Priority priority, String asking) {
        Optional<Host> best = entries.values().stream()
                .filter(entry -> entry.hasRoomFor(priority) && !entry.host.name().equals(asking))
                .min(BEST_FIRST)
                .map(entry -> entry.host);
        best.ifPresent(host ->
                entries.get(host.name()).promisedUntil.put(priority, clock.instant().plus(PROMISE)));
        return best;
    }
}
