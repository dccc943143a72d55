package dev.sprite.home;

import dev.sprite.home.files.HomeFiles;
import dev.sprite.image.files.HomeDescriptors;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.LinkServer;
import dev.sprite.transport.Received;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.ControlWire;
import dev.sprite.transport.message.HomeMessage;
import dev.sprite.transport.message.HomeMessage.Abandon;
import dev.sprite.transport.message.HomeMessage.Attach;
import dev.sprite.transport.message.HomeMessage.Attached;
import dev.sprite.transport.message.HomeMessage.Available;
import dev.sprite.transport.message.HomeMessage.BeginMove;
import dev.sprite.transport.message.HomeMessage.CallOff;
import dev.sprite.transport.message.HomeMessage.CalledOff;
import dev.sprite.transport.message.HomeMessage.Clock;
import dev.sprite.transport.message.HomeMessage.ClockReading;
import dev.sprite.transport.message.HomeMessage.Close;
import dev.sprite.transport.message.HomeMessage.Command;
import dev.sprite.transport.message.HomeMessage.CommandProgress;
import dev.sprite.transport.message.HomeMessage.CommandResult;
import dev.sprite.transport.message.HomeMessage.Commit;
import dev.sprite.transport.message.HomeMessage.Count;
import dev.sprite.transport.message.HomeMessage.Exit;
import dev.sprite.transport.message.HomeMessage.FileCall;
import dev.sprite.transport.message.HomeMessage.FileResult;
import dev.sprite.transport.message.HomeMessage.Go;
import dev.sprite.transport.message.HomeMessage.Input;
import dev.sprite.transport.message.HomeMessage.MoveBegun;
import dev.sprite.transport.message.HomeMessage.Read;
import dev.sprite.transport.message.HomeMessage.Readable;
import dev.sprite.transport.message.HomeMessage.Resolve;
import dev.sprite.transport.message.HomeMessage.Resolved;
import dev.sprite.transport.message.HomeMessage.Signal;
import dev.sprite.transport.message.HomeMessage.Skip;
import dev.sprite.transport.message.HomeMessage.Write;
import dev.sprite.transport.message.HomeMessage.WriteFailed;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.Message;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shadow: keeps the PCB, decides migrations, and lends the program its terminal and exit status wherever it runs.
 * Listens from the first migration on.
 */
public final class HomeServer implements Home {
    /** The exit status of a program whose host was lost, as a shell shows one that was killed. */
    public static final int LOST = 137;

    private static final Logger log = LoggerFactory.getLogger(HomeServer.class);
    private static final Duration FIRST_WORD = Duration.ofSeconds(10);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);
    private static final Duration COMMAND_LIMIT = Duration.ofHours(1);

    private final Transport transport;
    private final Pcb pcb;
    private final StandardStreams streams;
    private final InputRelay input;
    private final HomeFiles files = new HomeFiles();
    private final ExecutorService fileCalls =
            Executors.newCachedThreadPool(work -> DaemonThreads.make("sprite-file-call", work));
    private final IntConsumer end;
    private final SignalRelay signals;
    private final HomeDaemon daemon;
    private final Map<String, LinkServer> listeners = new HashMap<>();
    private final Map<Integer, Foreign> attached = new HashMap<>();
    private final Map<Long, CommandWatch> progress = new HashMap<>();
    private final AtomicLong commands = new AtomicLong();

    /** Where a home process finds the daemon of its own host. */
    @FunctionalInterface
    public interface HomeDaemon {
        HostAddress address() throws IOException;
    }

    /**
     * Makes a server that does nothing until the first migration begins.
     *
     * @param end ends this JVM at once with the given status, when the program has ended elsewhere
     */
    public HomeServer(Transport transport, Pcb pcb, StandardStreams streams, HomeDaemon daemon, IntConsumer end) {
        this.transport = transport;
        this.pcb = pcb;
        this.streams = streams;
        this.input = new InputRelay(streams);
        this.daemon = daemon;
        this.end = end;
        this.signals = new SignalRelay(pcb, this::signal);
    }

    /** Takes the signals to this process once the program may be elsewhere. */
    public SignalRelay signals() {
        return signals;
    }

    @Override
    public MoveBegun begin(HostAddress target) throws IOException {
        String home = listenTowards(target);
        Pcb.Move move = pcb.begin();
        return new MoveBegun(move.epoch(), home, move.token(), pcb.homeName());
    }

    @Override
    public void commit(int epoch) throws IOException {
        files.adopt(HomeDescriptors.all(), HomeDescriptors.directories());
        Foreign target;
        synchronized (attached) {
            target = attached.get(epoch);
            if (target == null || !pcb.commit(epoch)) {
                throw new RefusedException(
                        ControlException.FAILED, "the migration was called off before it was committed");
            }
        }
        try {
            target.link.send(new Go(epoch));
        } catch (IOException e) {
            target.gone(e.getMessage());
        }
        signals.decided();
    }

    @Override
    public void abandon(int epoch) throws IOException {
        if (!pcb.callOff(epoch)) {
            throw new RefusedException(ControlException.FAILED, "the migration has been committed");
        }
        Foreign target;
        synchronized (attached) {
            target = attached.remove(epoch);
        }
        signals.decided();
        if (target != null) {
            target.callOff("the source gave up");
        }
    }

    @Override
    public HostAddress homeDaemon() throws IOException {
        return daemon.address();
    }

    /** Passes a command on to where the program runs now, and returns the reply line. */
    public String forward(ControlRequest request, Consumer<String> watcher) throws ControlException {
        Foreign foreign = current();
        if (foreign == null) {
            throw new ControlException(ControlException.FAILED, "process " + pcb.pid() + " is not reachable now");
        }
        long id = commands.incrementAndGet();
        CommandWatch watch = new CommandWatch(watcher);
        synchronized (progress) {
            progress.put(id, watch);
        }
        try {
            Command command = new Command(id, ControlWire.request(request));
            CommandResult result = foreign.link.request(command, CommandResult.class, COMMAND_LIMIT);
            watch.await(result.lines(), foreign.link);
            return result.reply();
        } catch (RefusedException e) {
            throw new ControlException(e.status(), e.getMessage(), e.blockers());
        } catch (SocketTimeoutException e) {
            throw new ControlException(ControlException.TIMED_OUT, e.getMessage());
        } catch (IOException e) {
            throw new ControlException(ControlException.FAILED, pcb.hasEnded()
                    ? "process " + pcb.pid() + " has ended"
                    : "lost process " + pcb.pid() + ": " + e.getMessage());
        } finally {
            synchronized (progress) {
                progress.remove(id);
            }
        }
    }

    private void signal(int number) {
        Foreign foreign = current();
        if (foreign != null) {
            try {
                foreign.link.send(new Signal(number));
            } catch (IOException e) {
                log.debug("home link: {}", e.getMessage());
            }
        }
    }

    private Foreign current() {
        synchronized (attached) {
            return attached.get(pcb.epoch());
        }
    }

    /** Returns an address of ours that {@code target} can reach, listening there from now on. */
    private String listenTowards(HostAddress target) throws IOException {
        InetAddress local;
        try (DatagramSocket route = new DatagramSocket()) {
            route.connect(target.toSocketAddress());
            local = route.getLocalAddress();
        }
        synchronized (listeners) {
            LinkServer listener = listeners.get(local.getHostAddress());
            if (listener == null) {
                listener = transport.listen(new HostAddress(local.getHostAddress(), 0), this::serve);
                listeners.put(local.getHostAddress(), listener);
            }
            return listener.address().toString();
        }
    }

    private void serve(Link link) {
        try {
            Received first = link.receive(FIRST_WORD);
            if (!(first.message() instanceof Attach attach) || attach.pid() != pcb.pid()) {
                link.reply(first, new Refused(ControlException.NO_SUCH, "this is the home of process " + pcb.pid()));
                link.close("not for here");
                return;
            }
            Foreign foreign = new Foreign(link, attach);
            try {
                foreign.attach();
            } catch (RefusedException e) {
                link.reply(first, e.toMessage());
                link.close(e.getMessage());
                return;
            }
            InetAddress self = localHost();
            link.reply(first, self == null
                    ? new Attached(pcb.command(), null, null)
                    : new Attached(pcb.command(), self.getHostName(), self.getHostAddress()));
            foreign.serve();
        } catch (IOException e) {
            log.debug("home link: {}", e.getMessage());
        }
    }

    /** This host as programs on it see it; {@code null} if they do not. */
    private static InetAddress localHost() {
        try {
            return InetAddress.getLocalHost();
        } catch (IOException e) {
            return null;
        }
    }

    /** A target, later the foreign process itself, at its end of a home link. */
    private final class Foreign {
        private final Link link;
        private final int epoch;
        private final String token;
        private final String host;
        private boolean ended;

        Foreign(Link link, Attach attach) {
            this.link = link;
            this.epoch = attach.epoch();
            this.token = attach.token();
            this.host = attach.hostName();
        }

        void attach() throws RefusedException {
            synchronized (attached) {
                pcb.attach(epoch, token, host);
                attached.put(epoch, this);
            }
        }

        void serve() {
            try {
                for (;;) {
                    answer(link.receive());
                }
            } catch (IOException e) {
                gone(e.getMessage());
            }
        }

        private boolean isCurrent() {
            return pcb.epoch() == epoch;
        }

        private void answer(Received received) throws IOException {
            try {
                Message answer = act(received);
                if (answer != null) {
                    link.reply(received, answer);
                }
            } catch (RefusedException e) {
                link.reply(received, e.toMessage());
            }
        }

        /** Does what was asked; returns the answer, or null if there is none or it comes later. */
        private Message act(Received received) throws IOException {
            if (!(received.message() instanceof HomeMessage message)) {
                throw new RefusedException(ControlException.FAILED, "not for home");
            }
            if (message instanceof CallOff callOff) {
                callOffAfterLoss(callOff.reason());
                return null;
            }
            if (message instanceof CommandProgress line) {
                // of a move, from a process that has perhaps moved
                report(line);
                return null;
            }
            if (message instanceof Clock) {
                Instant now = Instant.now();
                return new ClockReading(
                        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), System.nanoTime());
            }
            if (!isCurrent()) {
                throw new RefusedException(ControlException.FAILED, "too late: the process runs elsewhere");
            }
            if (message instanceof Write write) {
                write(write);
                return null;
            } else if (message instanceof Read read) {
                input.request(new RemoteReader(received), Math.min(Math.max(read.length(), 1), 1 << 16));
                return null;
            } else if (message instanceof Available) {
                return new Count(relayed(input::available));
            } else if (message instanceof Readable readable) {
                if (readable.waits()) {
                    input.awaitReadable(new RemoteReader(received));
                    return null;
                }
                return new Count(relayed(() -> input.isReadable() ? 1 : 0));
            } else if (message instanceof Skip skip) {
                return new Count(relayed(() -> input.skip(skip.count())));
            } else if (message instanceof Close close) {
                relayed(() -> {
                    streams.close(close.descriptor());
                    return 0L;
                });
                return new Done();
            } else if (message instanceof FileCall call) {
                fileCalls.execute(() -> make(call, received));
                return null;
            } else if (message instanceof BeginMove begin) {
                return begin(HostAddress.parse(begin.daemon()));
            } else if (message instanceof Commit commit) {
                HomeServer.this.commit(commit.epoch());
                return new Done();
            } else if (message instanceof Abandon abandon) {
                abandon(abandon.epoch());
                return new Done();
            } else if (message instanceof Resolve) {
                return new Resolved(List.of(homeDaemon().toString()));
            } else if (message instanceof Exit exit) {
                exit(received, exit.status());
                return null;
            }
            throw new RefusedException(ControlException.FAILED, "not for home");
        }

        private long relayed(StreamCall call) throws RefusedException {
            try {
                return call.make();
            } catch (IOException e) {
                throw new RefusedException(ControlException.FAILED, e.getMessage());
            }
        }

        private void make(FileCall call, Received received) {
            try {
                link.reply(received, new FileResult(files.call(call.bytes())));
            } catch (IOException e) {
                link.close(e.getMessage());
            }
        }

        private void write(Write write) throws IOException {
            try {
                streams.write(write.descriptor(), write.bytes());
            } catch (IOException e) {
                link.send(new WriteFailed(write.descriptor(), e.getMessage()));
            }
        }

        private void report(CommandProgress line) {
            CommandWatch watch;
            synchronized (progress) {
                watch = progress.get(line.id());
            }
            if (watch != null) {
                watch.report(line.line());
            }
        }

        private void exit(Received received, int status) throws IOException {
            ended = true;
            pcb.ended();
            link.reply(received, new Done());
            link.awaitClosed(LAST_WORD);
            end.accept(status);
        }

        private void callOffAfterLoss(String reason) throws IOException {
            if (pcb.callOff(epoch)) {
                synchronized (attached) {
                    attached.remove(epoch);
                }
                signals.decided();
                callOff(reason);
            }
            // else it was committed, and the target finds the word to go on the link
        }

        void callOff(String reason) throws IOException {
            link.send(new CalledOff(reason));
            link.close(reason);
        }

        void gone(String reason) {
            boolean lost;
            synchronized (attached) {
                attached.remove(epoch, this);
                pcb.callOff(epoch);
                lost = isCurrent() && !ended;
                ended |= lost;
            }
            signals.decided();
            if (lost) {
                lost(host, reason);
            }
        }

        /** Waits for input on behalf of the other end. */
        private final class RemoteReader implements InputRelay.Reader {
            private final Received request;

            RemoteReader(Received request) {
                this.request = request;
            }

            @Override
            public boolean isWaiting() {
                return isCurrent() && link.isOpen();
            }

            @Override
            public void take(byte[] bytes) {
                reply(new Input(bytes));
            }

            @Override
            public void readable() {
                reply(new Count(1));
            }

            @Override
            public void failed(IOException e) {
                reply(new Refused(ControlException.FAILED, e.getMessage()));
            }

            private void reply(Message answer) {
                try {
                    link.reply(request, answer);
                } catch (IOException e) {
                    log.debug("home link: {}", e.getMessage());
                }
            }
        }
    }

    @FunctionalInterface
    private interface StreamCall {
        long make() throws IOException;
    }

    private void lost(String host, String reason) {
        pcb.ended();
        try {
            streams.write(2, ("sprite: lost at " + host + ": " + reason + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("cannot report the loss: {}", e.getMessage());
        }
        end.accept(LOST);
    }
}
