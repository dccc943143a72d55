package dev.sprite.cluster;

import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.Priority;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The hosts that work together, by name, and the choice among them. Each host is the authority on itself: the directory
 * only repeats what it was told last, so one that is started anew knows everything as soon as the hosts are back.
 */
public interface HostDirectory extends Closeable {
    /** All hosts, this one among them, ordered by name. */
    List<Host> hosts();

    /**
     * Chooses another host for an application: of those with room for it the one that has been idle longest. Nobody
     * else is given that host before it has said that the application is there, or a few seconds have passed.
     *
     * @throws IOException if the directory cannot be asked
     */
    Optional<Host> select(Priority priority) throws IOException;

    /** Tells the others at once that this host is not what it was. */
    void changed();

    /** Takes this host out. */
    @Override
    void close() throws IOException;
}
