package dev.sprite.cluster;

import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.DirectoryMessage.Hosts;
import dev.sprite.transport.message.DirectoryMessage.Register;
import dev.sprite.transport.message.DirectoryMessage.Select;
import dev.sprite.transport.message.DirectoryMessage.Selected;
import dev.sprite.transport.message.Message;
import dev.sprite.transport.message.Priority;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This host as a member of the directory in another host's daemon: one link, made anew whenever it has broken. */
final class Membership implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Membership.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final Transport transport;
    private final HostAddress directory;
    private final Supplier<Register> self;
    private final Consumer<List<Host>> heard;
    private final Runnable gone;
    private final Duration interval;
    private final Semaphore changes = new Semaphore(0);
    private final Thread announcer;
    private Link link;
    private volatile boolean lost;

    /**
     * Announces nothing yet.
     *
     * @param self what to announce
     * @param heard told what the directory answers
     * @param gone called when the directory cannot be reached any more
     * @param interval between two announcements if nothing changes
     */
    Membership(Transport transport, HostAddress directory, Supplier<Register> self,
            Consumer<List<Host>> heard, Runnable gone, Duration interval) {
        this.transport = transport;
        this.directory = directory;
        this.self = self;
        this.heard = heard;
        this.gone = gone;
        this.interval = interval;
        announcer = DaemonThreads.make("sprite-directory", this::keepAnnouncing);
    }

    /** Goes on announcing this host. */
    void start() {
        announcer.start();
    }

    private void keepAnnouncing() {
        try {
            for (;;) {
                changes.tryAcquire((lost ? TRY_AGAIN : interval).toMillis(), TimeUnit.MILLISECONDS);
                changes.drainPermits();
                try {
                    announce();
                } catch (IOException e) {
                    if (!lost) {
                        log.warn("the hosts at {} do not hear of this one: {}", directory, e.getMessage());
                        gone.run();
                    }
                    lost = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Announces this host as it is now, and hears of the others. */
    synchronized void announce() throws IOException {
        if (link == null || !link.isOpen()) {
            link = transport.connect(directory, PATIENCE);
            link.onClose(reason -> changes.release());
        }
        heard.accept(ask(self.get(), Hosts.class).hosts());
        if (lost) {
            log.warn("the hosts at {} hear of this one again", directory);
        }
        lost = false;
    }

    /** Has the directory choose a host. */
    synchronized Optional<Host> select(Priority priority) throws IOException {
        announce();
        return Optional.ofNullable(ask(new Select(priority), Selected.class).host());
    }

    private <T extends Message> T ask(Message question, Class<T> answer) throws IOException {
        try {
            return link.request(question, answer, PATIENCE);
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            link.close(e.getMessage());
            throw e;
        }
    }

    /** Whether the directory could not be reached the last time. */
    boolean isLost() {
        return lost;
    }

    /** Announces this host soon. */
    void changed() {
        changes.release();
    }

    @Override
    public void close() {
        announcer.interrupt();
        synchronized (this) {
            if (link != null) {
                link.close("this host leaves");
            }
        }
    }
}
