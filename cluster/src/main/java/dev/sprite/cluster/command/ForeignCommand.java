package dev.sprite.cluster.command;

import dev.sprite.cluster.command.CommandLaunch.Launched;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Link;
import dev.sprite.transport.Received;
import dev.sprite.transport.message.CommandMessage.Started;
import dev.sprite.transport.message.HomeMessage.Exit;
import dev.sprite.transport.message.HomeMessage.Input;
import dev.sprite.transport.message.HomeMessage.Read;
import dev.sprite.transport.message.HomeMessage.Signal;
import dev.sprite.transport.message.HomeMessage.Write;
import dev.sprite.transport.message.Message;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command on this host, and the link to its caller, who has its streams. */
final class ForeignCommand {
    private static final Logger log = LoggerFactory.getLogger(ForeignCommand.class);
    private static final int CHUNK = 64 << 10;
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);
    private static final Duration TIME_TO_END = Duration.ofSeconds(3);

    private final Launched launched;
    private final Process process;
    private final ProcessGroup group;
    private final Link link;
    private final Closeable place;

    /** @param place closed when it has ended, before its caller hears of that: who asks for a host next may be quick */
    ForeignCommand(Launched launched, Link link, Closeable place) {
        this.place = place;
        this.launched = launched;
        this.process = launched.process();
        this.group = new ProcessGroup(process);
        this.link = link;
    }

    /**
     * Serves the caller until the command has ended and nobody is left who could write its output, and ends it if the
     * caller goes first.
     */
    void serve(Received request, String hostName) throws IOException {
        try {
            link.reply(request, new Started(hostName, process.pid()));
            relay();
            for (;;) {
                Message message = link.receive().message();
                if (message instanceof Signal signal) {
                    group.signal(signal.number());
                } else {
                    link.close("a command does not expect " + message.getClass().getSimpleName());
                }
            }
        } finally {
            end();
        }
    }

    private void relay() {
        String name = "sprite-command-" + process.pid();
        Thread output = DaemonThreads.start(name + "-out", () -> send(launched.output(), 1));
        Thread errors = DaemonThreads.start(name + "-err", () -> send(launched.errors(), 2));
        DaemonThreads.start(name + "-in", this::feed);
        DaemonThreads.start(name, () -> tellItsEnd(output, errors));
    }

    private void send(InputStream stream, int descriptor) {
        byte[] chunk = new byte[CHUNK];
        try (stream) {
            for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
                link.send(new Write(descriptor, Arrays.copyOf(chunk, read)));
            }
        } catch (IOException e) {
            log.debug("output of command {}: {}", process.pid(), e.getMessage());
        }
    }

    private void feed() {
        try (OutputStream stream = process.getOutputStream()) {
            for (;;) {
                byte[] input = link.request(new Read(CHUNK), Input.class, AS_LONG_AS_IT_TAKES).bytes();
                if (input.length == 0) {
                    return;
                }
                stream.write(input);
                stream.flush();
            }
        } catch (IOException e) {
            log.debug("input of command {}: {}", process.pid(), e.getMessage());
        }
    }

    private void tellItsEnd(Thread output, Thread errors) {
        try {
            int status = process.waitFor();
            output.join();
            errors.join();
            group.signal(ProcessGroup.KILL);
            place.close();
            link.send(new Exit(status));
            link.close("the command has ended");
        } catch (IOException e) {
            log.debug("end of command {}: {}", process.pid(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the caller go, and so ends the command. */
    void close(String reason) {
        link.close(reason);
    }

    /** Ends it and what it has left behind, with a chance for it to clean up. */
    private void end() {
        try {
            if (process.isAlive()) {
                group.signal(ProcessGroup.HANG_UP);
                process.waitFor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS);
            }
            group.signal(ProcessGroup.KILL);
            process.waitFor();
        } catch (IOException e) {
            log.warn("cannot end command {}: {}", process.pid(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
