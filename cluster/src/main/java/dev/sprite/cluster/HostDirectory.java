package dev.sprite.cluster;

import dev.sprite.transport.message.DirectoryMessage.Host;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The hosts that work together, by name. */
public interface HostDirectory extends Closeable {
    /** All hosts, this one among them, ordered by name. */
    List<Host> hosts();

    /** Takes this host out. */
    @Override
    void close() throws IOException;
}
