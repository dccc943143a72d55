package dev.sprite.transport.message;

import com.google.gson.annotations.SerializedName;
import java.util.List;

/** Daemons among themselves: the embedded directory of hosts. */
public sealed interface DirectoryMessage extends Message {
    /**
     * A daemon announces itself, and goes on doing so over the same link; answered by {@link Hosts}.
     *
     * @param taken how many applications it has taken in so far
     */
    record Register(Host host, long taken) implements DirectoryMessage {}

    /** Asks for all hosts; answered by {@link Hosts}. */
    record ListHosts() implements DirectoryMessage {}

    record Hosts(List<Host> hosts) implements DirectoryMessage {}

    /** A registered daemon asks for a host that is idle; answered by {@link Selected}. */
    record Select(Priority priority) implements DirectoryMessage {}

    /**
     * The host is kept for who asked, for a few seconds.
     *
     * @param host null if none is idle
     */
    record Selected(Host host) implements DirectoryMessage {}

    /** Asks a daemon to send the foreign processes on its host home; answered by {@link Evicted}. */
    record Evict() implements DirectoryMessage {}

    record Evicted(int sentHome, List<String> failures) implements DirectoryMessage {}

    /**
     * A host as the directory knows it.
     *
     * @param load one-minute load average
     * @param idleSince ISO 8601, or null while it is not idle
     * @param foreign number of foreign processes
     */
    record Host(
            String name,
            String address,
            HostState state,
            double load,
            @SerializedName("idle_since") String idleSince,
            int foreign) {}
}
