package dev.sprite.home;

import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.Received;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.HomeMessage.Abandon;
import dev.sprite.transport.message.HomeMessage.Attach;
import dev.sprite.transport.message.HomeMessage.BeginMove;
import dev.sprite.transport.message.HomeMessage.CallOff;
import dev.sprite.transport.message.HomeMessage.CalledOff;
import dev.sprite.transport.message.HomeMessage.Clock;
import dev.sprite.transport.message.HomeMessage.ClockReading;
import dev.sprite.transport.message.HomeMessage.CommandProgress;
import dev.sprite.transport.message.HomeMessage.Commit;
import dev.sprite.transport.message.HomeMessage.Exit;
import dev.sprite.transport.message.HomeMessage.FileCall;
import dev.sprite.transport.message.HomeMessage.FileResult;
import dev.sprite.transport.message.HomeMessage.Paused;
import dev.sprite.transport.message.HomeMessage.Resolve;
import dev.sprite.transport.message.HomeMessage.Resolved;
import dev.sprite.transport.message.HomeMessage.Signal;
import dev.sprite.transport.message.HomeMessage.SourceGone;
import dev.sprite.transport.message.HomeMessage.StreamMessage;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A target, later the foreign process itself, as its home has it at the end of a home link. */
final class ForeignProcess {
    private static final Logger log = LoggerFactory.getLogger(ForeignProcess.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final HomeServer home;
    private final Link link;
    private final int epoch;
    private final String host;

    ForeignProcess(HomeServer home, Link link, Attach attach) {
        this.home = home;
        this.link = link;
        this.epoch = attach.epoch();
        this.host = attach.hostName();
    }

    Link link() {
        return link;
    }

    int epoch() {
        return epoch;
    }

    String host() {
        return host;
    }

    /** Whether the program belongs to it. */
    boolean isCurrent() {
        return home.processes().isCurrent(this);
    }

    /** Answers it until the link ends. */
    void serve() {
        try {
            for (;;) {
                answer(link.receive());
            }
        } catch (IOException e) {
            home.lost(this, e.getMessage());
        }
    }

    void signal(int number) {
        tell(new Signal(number));
    }

    /** It need not wait any longer for the JVM it came from. */
    void sourceGone() {
        tell(new SourceGone());
    }

    private void tell(Message message) {
        try {
            link.send(message);
        } catch (IOException e) {
            log.debug("home link: {}", e.getMessage());
        }
    }

    /** Tells a target that nothing will come of it; if it is gone, so much the better. */
    void callOff(String reason) {
        tell(new CalledOff(reason));
        link.close(reason);
    }

    private void answer(Received received) throws IOException {
        try {
            Message answer = act(received);
            if (answer != null) {
                link.reply(received, answer);
            }
        } catch (RefusedException e) {
            link.reply(received, e.toMessage());
        } catch (IOException e) {
            // of another link, or of a file; if it is of this one, the reply says so
            link.reply(received, new Refused(ControlException.FAILED, String.valueOf(e.getMessage())));
        }
    }

    /** Does what was asked; returns the answer, or null if there is none or it comes later. */
    private Message act(Received received) throws IOException {
        Message message = received.message();
        if (message instanceof CallOff callOff) {
            home.callOffLost(this, callOff.reason());
            return null;
        } else if (message instanceof CommandProgress line) {
            home.commands().report(line); // of a move, from a process that has perhaps moved
            return null;
        } else if (message instanceof Clock) {
            Instant now = Instant.now();
            return new ClockReading(
                    TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), System.nanoTime());
        } else if (!isCurrent()) {
            throw new RefusedException(ControlException.FAILED, "too late: the process runs elsewhere");
        } else if (message instanceof StreamMessage call) {
            return home.streams().answer(call, received, this);
        } else if (message instanceof FileCall call) {
            home.fileCalls().execute(() -> make(call, received));
            return null;
        } else if (message instanceof Paused state) {
            home.paused(state.paused());
            return null;
        } else if (message instanceof BeginMove begin) {
            return home.begin(HostAddress.parse(begin.daemon()), begin.reason());
        } else if (message instanceof Commit commit) {
            home.commit(commit.epoch());
            return new Done();
        } else if (message instanceof Abandon abandon) {
            home.abandon(abandon.epoch());
            return new Done();
        } else if (message instanceof Resolve resolve) {
            return new Resolved(home.resolve(resolve.host()).stream().map(HostAddress::toString).toList());
        } else if (message instanceof Exit exit) {
            exit(received, exit.status());
            return null;
        }
        throw new RefusedException(ControlException.FAILED, "not for home");
    }

    private void exit(Received received, int status) throws IOException {
        home.ended();
        link.reply(received, new Done());
        link.awaitClosed(LAST_WORD);
        home.end(status);
    }

    private void make(FileCall call, Received received) {
        try {
            link.reply(received, outcome(call));
        } catch (IOException e) {
            log.debug("home link: {}", e.getMessage());
        }
    }

    private Message outcome(FileCall call) {
        try {
            return new FileResult(home.files().call(call.bytes()));
        } catch (IOException | RuntimeException e) {
            return new Refused(ControlException.FAILED, "a call that home does not understand: " + e);
        }
    }
}
