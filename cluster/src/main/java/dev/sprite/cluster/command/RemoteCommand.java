package dev.sprite.cluster.command;

import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.Received;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.CommandMessage.Run;
import dev.sprite.transport.message.CommandMessage.Started;
import dev.sprite.transport.message.HomeMessage.Exit;
import dev.sprite.transport.message.HomeMessage.Input;
import dev.sprite.transport.message.HomeMessage.Read;
import dev.sprite.transport.message.HomeMessage.Signal;
import dev.sprite.transport.message.HomeMessage.Write;
import dev.sprite.transport.message.MalformedMessageException;
import dev.sprite.transport.message.Message;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A command on another host, as its caller sees it. It ends with its caller. */
public final class RemoteCommand implements Closeable {
    /** The status of a command whose output nobody reads any more, as SIGPIPE would give it. */
    private static final int BROKEN_PIPE = 128 + 13;

    private static final int LARGEST_READ = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Link link;
    private final Started started;
    private final BlockingQueue<Received> reads = new LinkedBlockingQueue<>();

    private RemoteCommand(Link link, Started started) {
        this.link = link;
        this.started = started;
    }

    /**
     * Starts a command on the host of {@code daemon}.
     *
     * @throws RefusedException if the host cannot be reached or will not run it; the message says why
     */
    public static RemoteCommand start(Transport transport, HostAddress daemon, Run run) throws IOException {
        Link link;
        try {
            link = transport.connect(daemon, PATIENCE);
        } catch (IOException e) {
            throw new RefusedException(ControlException.UNREACHABLE, e.getMessage());
        }
        try {
            return new RemoteCommand(link, link.request(run, Started.class, PATIENCE));
        } catch (IOException e) {
            link.close(e.getMessage());
            throw e;
        }
    }

    /** The name of the host it runs on. */
    public String hostName() {
        return started.hostName();
    }

    /** Sends it and all that it has started a signal. */
    public void signal(int number) throws IOException {
        link.send(new Signal(number));
    }

    /**
     * Gives it these streams until it ends, and returns its exit status, 128+N if signal N has ended it.
     *
     * @throws IOException if its host is lost
     */
    public int relay(InputStream in, OutputStream out, OutputStream err) throws IOException {
        DaemonThreads.start("sprite-stdin", () -> answerReads(in));
        for (;;) {
            Received received = link.receive();
            Message message = received.message();
            if (message instanceof Write write) {
                if (!write(write, write.descriptor() == 2 ? err : out)) {
                    return BROKEN_PIPE;
                }
            } else if (message instanceof Read) {
                reads.add(received);
            } else if (message instanceof Exit exit) {
                return exit.status();
            } else {
                throw new MalformedMessageException(
                        link.peer() + " sent " + message.getClass().getSimpleName() + " for a command");
            }
        }
    }

    private static boolean write(Write write, OutputStream stream) {
        try {
            stream.write(write.bytes());
            stream.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void answerReads(InputStream in) {
        try {
            for (;;) {
                Received read = reads.take();
                byte[] chunk = new byte[Math.min(((Read) read.message()).length(), LARGEST_READ)];
                link.reply(read, new Input(Arrays.copyOf(chunk, Math.max(0, readable(in, chunk)))));
            }
        } catch (IOException e) {
            // the command has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fills {@code chunk} as far as there is input; input that cannot be read has ended. */
    private static int readable(InputStream in, byte[] chunk) {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void close() {
        link.close("the caller has ended");
        link.awaitClosed(Duration.ofSeconds(1));
    }
}
