package dev.sprite.cluster;

import dev.sprite.transport.ClassPathContent;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.PageOutput;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.MalformedMessageException;
import dev.sprite.transport.message.Message;
import dev.sprite.transport.message.PrepareMessage.Fetch;
import dev.sprite.transport.message.PrepareMessage.PathEntry;
import dev.sprite.transport.message.PrepareMessage.Prepare;
import dev.sprite.transport.message.PrepareMessage.Prepared;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The daemon of the host a program is about to move to, as the source sees it: with a target JVM at its service. */
public final class TargetHost implements Closeable {
    private final Link link;
    private final Prepared prepared;

    private TargetHost(Link link, Prepared prepared) {
        this.link = link;
        this.prepared = prepared;
    }

    /**
     * Has a daemon start a target JVM, and gives it the class path entries its host lacks.
     *
     * @param patience how long to wait for each step of the daemon's
     * @throws RefusedException if the host cannot or will not run the program; the message says why
     */
    public static TargetHost prepare(Transport transport, HostAddress daemon, Prepare prepare, Duration patience)
            throws IOException {
        Link link;
        try {
            link = transport.connect(daemon, patience);
        } catch (IOException e) {
            throw new RefusedException(ControlException.UNREACHABLE, e.getMessage());
        }
        try {
            link.send(prepare);
            for (;;) {
                Message message = link.receive(patience).message();
                if (message instanceof Prepared prepared) {
                    return new TargetHost(link, prepared);
                } else if (message instanceof Refused refused) {
                    throw new RefusedException(refused.status(), refused.reason(), refused.blockers());
                } else if (message instanceof Fetch fetch) {
                    serve(link, fetch, prepare);
                } else {
                    throw new MalformedMessageException(daemon + " sent " + message.getClass().getSimpleName());
                }
            }
        } catch (IOException e) {
            link.close(e.getMessage());
            throw e;
        }
    }

    /** Sends a class path entry; nothing but class path entries can be asked for. */
    private static void serve(Link link, Fetch fetch, Prepare prepare) throws IOException {
        for (PathEntry entry : prepare.launch().classPath()) {
            if (entry.path().equals(fetch.path())) {
                Path file = Path.of(prepare.launch().cwd()).resolve(entry.path());
                try (PageOutput out = new PageOutput(link)) {
                    ClassPathContent.write(file, out);
                }
                return;
            }
        }
        throw new MalformedMessageException(link.peer() + " asked for a file that is not on the class path");
    }

    /** Where the target JVM listens. */
    public HostAddress target() {
        return HostAddress.parse(prepared.address());
    }

    /** The name of the host. */
    public String hostName() {
        return prepared.hostName();
    }

    /** The target JVM's pid on its host. */
    public long osPid() {
        return prepared.osPid();
    }

    /** Has {@code listener} called when the daemon or its host is lost, or the target JVM has ended. */
    public void onLost(Consumer<String> listener) {
        link.onClose(listener);
    }

    /** The migration is over. A target that is not ready yet is killed. */
    @Override
    public void close() {
        link.close("the migration is over");
    }
}
