package dev.sprite.home;

import dev.sprite.home.files.ForeignFiles;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.LinkClosedException;
import dev.sprite.transport.Received;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.Assignment;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlHandler;
import dev.sprite.transport.control.ControlWire;
import dev.sprite.transport.log.StderrLogger;
import dev.sprite.transport.message.HomeMessage.Abandon;
import dev.sprite.transport.message.HomeMessage.Attach;
import dev.sprite.transport.message.HomeMessage.Attached;
import dev.sprite.transport.message.HomeMessage.BeginMove;
import dev.sprite.transport.message.HomeMessage.CallOff;
import dev.sprite.transport.message.HomeMessage.CalledOff;
import dev.sprite.transport.message.HomeMessage.Command;
import dev.sprite.transport.message.HomeMessage.CommandProgress;
import dev.sprite.transport.message.HomeMessage.CommandResult;
import dev.sprite.transport.message.HomeMessage.Commit;
import dev.sprite.transport.message.HomeMessage.Exit;
import dev.sprite.transport.message.HomeMessage.Go;
import dev.sprite.transport.message.HomeMessage.MoveBegun;
import dev.sprite.transport.message.HomeMessage.Paused;
import dev.sprite.transport.message.HomeMessage.Resolve;
import dev.sprite.transport.message.HomeMessage.Resolved;
import dev.sprite.transport.message.HomeMessage.Signal;
import dev.sprite.transport.message.HomeMessage.SourceGone;
import dev.sprite.transport.message.HomeMessage.WriteFailed;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Home, as a target JVM, later a foreign process, sees it: its end of the home link. */
public final class HomeClient implements Home, ForeignFiles.Home {
    private static final Logger log = LoggerFactory.getLogger(HomeClient.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Link link;
    private final int epoch;
    private final Attached home;
    private final ForeignStreams streams;
    private final ForeignCalls calls;
    private final ControlHandler commands;
    private final IntConsumer signals;
    private final CompletableFuture<Void> go = new CompletableFuture<>();
    private volatile Runnable sourceGone = () -> {};

    private HomeClient(
            Link link, Assignment assignment, Attached home, ControlHandler commands, IntConsumer signals) {
        this.link = link;
        this.epoch = assignment.epoch();
        this.home = home;
        this.commands = commands;
        this.signals = signals;
        this.streams = new ForeignStreams(link);
        this.calls = new ForeignCalls(link);
    }

    /**
     * Attaches this JVM to its home.
     *
     * @param commands does what reaches the process by way of its home
     * @param signals does what a signal to the home process does
     * @param lost called once with the reason when the home link has ended; the JVM must end then
     */
    public static HomeClient attach(
            Transport transport, Assignment assignment, ControlHandler commands, IntConsumer signals, Consumer<String> lost)
            throws IOException {
        Link link = transport.connect(HostAddress.parse(assignment.home()), PATIENCE);
        Attach attach = new Attach(assignment.pid(), assignment.epoch(), assignment.token(), assignment.hostName());
        Attached home = link.request(attach, Attached.class, PATIENCE);
        link.bearSilence(SILENCE);
        StderrLogger.stayHere();
        HomeClient client = new HomeClient(link, assignment, home, commands, signals);
        DaemonThreads.start("sprite-home", client::serve);
        link.onClose(lost);
        HomeClock.read(link, PATIENCE).set();
        return client;
    }

    /** Main class and arguments, for {@code ps}. */
    public String command() {
        return home.command();
    }

    /** When the home process was started, as the JDK there has it. */
    public long startTime() {
        return home.startTime();
    }

    /** Home, as programs there see it; {@code null} if they do not. */
    public InetAddress host() throws IOException {
        return home.hostName() == null
                ? null
                : InetAddress.getByAddress(home.hostName(), InetAddress.getByName(home.hostAddress()).getAddress());
    }

    /** The standard streams at home; what it is told is written here and nowhere else. */
    public StandardStreams streams() {
        return streams;
    }

    @Override
    public byte[] call(byte[] request) throws IOException {
        return calls.call(request);
    }

    @Override
    public void call(byte[] request, ForeignFiles.Answer answer) {
        calls.call(request, answer);
    }

    @Override
    public void flush() {
        streams.flush();
    }

    /**
     * Waits for the decision. If the source is lost, {@link #callOff} speeds it up.
     *
     * @throws RefusedException if the migration was called off
     */
    public void awaitGo(Duration timeout) throws IOException {
        try {
            go.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } catch (TimeoutException e) {
            throw new IOException("no decision from home within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for home's decision");
        }
    }

    /** Has {@code action} done when the JVM has gone that the process came from. */
    public void onSourceGone(Runnable action) {
        sourceGone = action;
    }

    /** Has {@code ps} show that the process waits for what is still where it came from, or no longer does. */
    public void paused(boolean isPaused) throws IOException {
        link.send(new Paused(isPaused));
    }

    /** The source is lost: asks home to call the migration off, unless it has been committed. */
    public void callOff(String reason) throws IOException {
        link.send(new CallOff(epoch, reason));
    }

    /** The program has ended: returns when everything it wrote has been written at home. */
    public void exit(int status) throws IOException {
        // nothing of the program runs any more that an interrupt could be for
        Thread.interrupted();
        streams.flush();
        link.request(new Exit(status), Done.class, Duration.ofDays(1));
        link.close("the program has ended");
    }

    @Override
    public MoveBegun begin(HostAddress daemon, String reason) throws IOException {
        return link.request(new BeginMove(daemon.toString(), reason), MoveBegun.class, PATIENCE);
    }

    @Override
    public void rehearse() throws IOException {
        link.rehearse(PATIENCE);
    }

    @Override
    public void commit(int epoch) throws IOException {
        streams.flush();
        link.request(new Commit(epoch), Done.class, SILENCE);
    }

    @Override
    public void abandon(int epoch) throws IOException {
        link.request(new Abandon(epoch), Done.class, PATIENCE);
    }

    /** Home has had open since before the process left what this host knows by number. */
    @Override
    public void adopt() {}

    @Override
    public List<HostAddress> resolve(String host) throws IOException {
        return link.request(new Resolve(host), Resolved.class, PATIENCE).addresses().stream()
                .map(HostAddress::parse)
                .toList();
    }

    private void serve() {
        try {
            for (;;) {
                act(link.receive());
            }
        } catch (IOException e) {
            go.completeExceptionally(new LinkClosedException("lost home: " + e.getMessage()));
        }
    }

    private void act(Received received) throws IOException {
        Message message = received.message();
        if (message instanceof Go) {
            go.complete(null);
        } else if (message instanceof CalledOff calledOff) {
            go.completeExceptionally(new RefusedException(ControlException.FAILED, calledOff.reason()));
        } else if (message instanceof WriteFailed failed) {
            streams.failed(failed.descriptor(), failed.reason());
        } else if (message instanceof SourceGone) {
            sourceGone.run();
        } else if (message instanceof Signal signal) {
            DaemonThreads.start("sprite-signal", () -> signals.accept(signal.number()));
        } else if (message instanceof Command asked) {
            DaemonThreads.start("sprite-command", () -> run(received, asked));
        } else {
            link.reply(received, new Refused(ControlException.FAILED, "not for a foreign process"));
        }
    }

    private void run(Received received, Command asked) {
        try {
            AtomicInteger lines = new AtomicInteger();
            String answer = answer(asked, lines);
            link.reply(received, new CommandResult(answer, lines.get()));
        } catch (IOException e) {
            log.debug("home link: {}", e.getMessage());
        }
    }

    private String answer(Command asked, AtomicInteger lines) {
        try {
            return ControlWire.result(commands.handle(ControlWire.parseRequest(asked.request()), line -> {
                lines.incrementAndGet();
                report(asked.id(), line);
            }));
        } catch (ControlException e) {
            return ControlWire.error(e);
        } catch (RuntimeException | Error e) {
            log.error("command failed", e);
            return ControlWire.error(new ControlException(ControlException.FAILED, "internal error: " + e));
        }
    }

    private void report(long id, String line) {
        try {
            link.send(new CommandProgress(id, line));
        } catch (IOException e) {
            log.debug("home link: {}", e.getMessage());
        }
    }
}
