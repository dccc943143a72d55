package dev.sprite.home;

import dev.sprite.home.files.HomeFiles;
import dev.sprite.image.children.ChildExits;
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
import dev.sprite.transport.message.HomeMessage.Attach;
import dev.sprite.transport.message.HomeMessage.Attached;
import dev.sprite.transport.message.HomeMessage.Go;
import dev.sprite.transport.message.HomeMessage.MoveBegun;
import dev.sprite.transport.message.LinkMessage.Refused;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private final Transport transport;
    private final Pcb pcb;
    private final StandardStreams terminal;
    private final LentStreams streams;
    private final HomeFiles files = new HomeFiles();
    private final ExecutorService fileCalls =
            Executors.newCachedThreadPool(work -> DaemonThreads.make("sprite-file-call", work));
    private final IntConsumer end;
    private final SignalRelay signals;
    private final HomeDaemon daemon;
    private final Map<String, LinkServer> listeners = new HashMap<>();
    private final AttachedProcesses processes;
    private final ForwardedCommands commands;

    /** Where a home process finds the daemon of its own host, and others by way of that. */
    @FunctionalInterface
    public interface HomeDaemon {
        /** As {@link Home#resolve}. */
        List<HostAddress> resolve(String host) throws IOException;
    }

    /**
     * Makes a server that does nothing until the first migration begins.
     *
     * @param end ends this JVM at once with the given status, when the program has ended elsewhere
     */
    public HomeServer(Transport transport, Pcb pcb, StandardStreams terminal, HomeDaemon daemon, IntConsumer end) {
        this.transport = transport;
        this.pcb = pcb;
        this.terminal = terminal;
        this.streams = new LentStreams(terminal);
        this.daemon = daemon;
        this.end = end;
        this.processes = new AttachedProcesses(pcb);
        this.commands = new ForwardedCommands(pcb, processes);
        this.signals = new SignalRelay(pcb, this::signal);
    }

    /** Takes the signals to this process once the program may be elsewhere. */
    public SignalRelay signals() {
        return signals;
    }

    AttachedProcesses processes() {
        return processes;
    }

    ForwardedCommands commands() {
        return commands;
    }

    LentStreams streams() {
        return streams;
    }

    HomeFiles files() {
        return files;
    }

    ExecutorService fileCalls() {
        return fileCalls;
    }

    @Override
    public MoveBegun begin(HostAddress target, String reason) throws IOException {
        String home = listenTowards(target);
        Pcb.Move move = pcb.begin(reason);
        return new MoveBegun(move.epoch(), home, move.token(), pcb.homeName());
    }

    /** It is here. */
    @Override
    public void rehearse() {}

    @Override
    public void adopt() throws IOException {
        files.adopt(HomeDescriptors.all(), HomeDescriptors.directories());
    }

    @Override
    public void commit(int epoch) throws IOException {
        adopt();
        files.children().adopt(ChildExits.all());
        ForeignProcess target = processes.commit(epoch);
        try {
            target.link().send(new Go(epoch));
        } catch (IOException e) {
            lost(target, e.getMessage());
        }
        signals.decided();
    }

    @Override
    public void abandon(int epoch) throws RefusedException {
        if (!pcb.callOff(epoch)) {
            throw new RefusedException(ControlException.FAILED, "the migration has been committed");
        }
        ForeignProcess target = processes.remove(epoch);
        signals.decided();
        if (target != null) {
            target.callOff("the source gave up");
        }
    }

    /** A target has lost its source; if the migration was committed, it finds the word to go on the link. */
    void callOffLost(ForeignProcess target, String reason) {
        if (pcb.callOff(target.epoch())) {
            processes.remove(target.epoch());
            signals.decided();
            target.callOff(reason);
        }
    }

    @Override
    public List<HostAddress> resolve(String host) throws IOException {
        return daemon.resolve(host);
    }

    /** Passes a command on to where the program runs now, and returns the reply line. */
    public String forward(ControlRequest request, Consumer<String> watcher) throws ControlException {
        return commands.forward(request, watcher);
    }

    private void signal(int number) {
        ForeignProcess foreign = processes.current();
        if (foreign != null) {
            foreign.signal(number);
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
            Received first = link.receive(Transport.FIRST_WORD);
            if (!(first.message() instanceof Attach attach) || attach.pid() != pcb.pid()) {
                link.reply(first, new Refused(ControlException.NO_SUCH, "this is the home of process " + pcb.pid()));
                link.close("not for here");
                return;
            }
            ForeignProcess foreign = new ForeignProcess(this, link, attach);
            try {
                processes.attach(foreign, attach.token());
            } catch (RefusedException e) {
                link.reply(first, e.toMessage());
                link.close(e.getMessage());
                return;
            }
            link.bearSilence(SILENCE);
            InetAddress self = localHost();
            link.reply(first, self == null
                    ? new Attached(pcb.command(), SpriteHome.startTime(), null, null)
                    : new Attached(
                            pcb.command(), SpriteHome.startTime(), self.getHostName(), self.getHostAddress()));
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

    /** The program has to wait for what is still where it came from, or need not any longer. */
    void paused(boolean isPaused) {
        pcb.paused(isPaused);
    }

    /** The program has ended where it ran; its status comes next. */
    void ended() {
        pcb.ended();
    }

    /** Ends this process as the program has ended. */
    void end(int status) {
        end.accept(status);
    }

    /** A link has ended. */
    void lost(ForeignProcess process, String reason) {
        boolean lost = processes.removeLost(process);
        signals.decided();
        if (!lost) {
            sourceGone(process);
            return;
        }
        String message = "sprite: lost at " + process.host() + ": " + reason + "\n";
        try {
            terminal.write(2, message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("cannot report the loss: {}", e.getMessage());
        }
        end.accept(LOST);
    }

    /** A JVM does not outlive its link to home: what has not come from there never will. */
    private void sourceGone(ForeignProcess process) {
        ForeignProcess current = processes.current();
        if (current != null && pcb.isSource(process.epoch())) {
            current.sourceGone();
        }
    }
}
