package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.capture.Freezer;
import dev.sprite.home.Home;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ThreadFields;
import dev.sprite.image.ThreadImage;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlHandler;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.ControlServer;
import dev.sprite.transport.control.Explanation;
import dev.sprite.transport.control.Explanation.ThreadState;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.control.ProcessStatus;
import dev.sprite.transport.message.PrepareMessage.Launch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Where a program lives: at home or on another host. What it can be asked is the same. */
abstract class Residence implements ControlHandler {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration EXPLAIN_TIMEOUT = Duration.ofSeconds(2);

    private static final long PAGES_NANOS = 50_000_000;
    private static final Duration FINISH = Duration.ofSeconds(2);

    private final AtomicBoolean busy = new AtomicBoolean();
    private final Set<SocketChannel> serving = new HashSet<>();
    private final Program program;
    private final Freezer freezer;

    Residence(Program program, Freezer freezer) {
        this.program = program;
        this.freezer = freezer;
    }

    Program program() {
        return program;
    }

    abstract ProcessStatus status() throws IOException;

    abstract Home home() throws IOException;

    abstract Transport transport() throws IOException;

    /** Says that the program may come back. */
    abstract ControlRequest expectation(Launch launch, List<String> classes);

    /** Where this host's daemon is reached, if there is one. */
    abstract Path daemonSocket();

    /** Whether the program has not moved on. */
    abstract boolean hasProgram();

    /** The program is about to be moved. */
    abstract void leaving() throws IOException;

    /** The program runs elsewhere from now on. */
    abstract void left();

    /** Nothing of the program is left here, not even what followed it. */
    abstract void emptied();

    /** How many objects have not arrived that the program is known to have. */
    abstract int pagesUnderWay();

    /** The program's thread has been resumed. */
    abstract void resumed();

    /** Serves one connection to the control socket, to its end. */
    void serve(SocketChannel connection) {
        synchronized (serving) {
            serving.add(connection);
        }
        ControlServer.serve(connection, this);
        synchronized (serving) {
            serving.remove(connection);
            serving.notifyAll();
        }
    }

    /** Waits a little until who has asked has been answered: this JVM is about to end. */
    void finishServing() throws InterruptedException {
        long end = System.nanoTime() + FINISH.toNanos();
        synchronized (serving) {
            long left = FINISH.toNanos();
            while (!serving.isEmpty() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(serving, left);
                left = end - System.nanoTime();
            }
        }
    }

    @Override
    public Object handle(ControlRequest request, Consumer<String> progress) throws ControlException {
        try {
            return switch (request.op()) {
                case ControlRequest.STATUS -> status();
                case ControlRequest.MIGRATE -> exclusively(() -> migrate(request, progress));
                case ControlRequest.EXPLAIN -> exclusively(this::explain);
                default -> throw new ControlException(
                        ControlException.USAGE, "a process does not answer '" + request.op() + "'");
            };
        } catch (IOException e) {
            throw new ControlException(ControlException.FAILED, e.getMessage());
        }
    }

    private interface Operation {
        Object run() throws ControlException, IOException;
    }

    private Object exclusively(Operation operation) throws ControlException, IOException {
        if (!busy.compareAndSet(false, true)) {
            throw new ControlException(
                    ControlException.FAILED, "process " + status().pid() + " is migrating already; try again later");
        }
        try {
            if (!hasProgram()) {
                throw new ControlException(
                        ControlException.FAILED, "process " + status().pid() + " has just moved on; try again");
            }
            return operation.run();
        } finally {
            busy.set(false);
        }
    }

    private MigrationReport migrate(ControlRequest request, Consumer<String> progress)
            throws ControlException, IOException {
        if (request.strategy() != null && !Strategy.isKnown(request.strategy())) {
            throw new ControlException(ControlException.USAGE,
                    "strategy '" + request.strategy() + "' is not available in this version; use copy or lazy");
        }
        ControlException refusal = new ControlException(ControlException.UNREACHABLE, "there is no host to go to");
        for (HostAddress host : targets(request.host())) {
            try {
                return migrate(host, request, progress);
            } catch (ControlException e) {
                if (!hasProgram() || !mayBeOfHost(e)) {
                    throw e;
                }
                refusal = e;
            }
        }
        throw refusal;
    }

    private List<HostAddress> targets(String host) throws IOException {
        return host.equals(ControlRequest.HOME) || host.equals(ControlRequest.AWAY)
                ? home().resolve(host)
                : List.of(HostAddress.parse(host));
    }

    /** Whether another host may do what one has failed to. */
    private static boolean mayBeOfHost(ControlException e) {
        return e.status() == ControlException.UNREACHABLE || e.status() == ControlException.FAILED;
    }

    private MigrationReport migrate(HostAddress host, ControlRequest request, Consumer<String> progress)
            throws ControlException, IOException {
        Duration timeout = request.timeoutSeconds() > 0
                ? Duration.ofMillis((long) (request.timeoutSeconds() * 1000))
                : TIMEOUT;
        ProcessStatus status = status();
        Launch launch = ProgramLaunch.describe();
        MigrationSource source = new MigrationSource(
                program, launch, freezer, transport(), home(), status.pid(), status.host(), progress,
                new HeapPolicy(request.strategy(), progress));
        try {
            awaitPages(timeout, progress);
            leaving();
            MigrationReport report = source.migrateTo(host, request.reason(), timeout);
            left();
            whenEmpty(source.residue(), () -> expectReturn(launch));
            return source.residue() != null && request.waitResidual() ? source.residue().complete(report) : report;
        } catch (ProgramGoneException e) {
            Log.info(e.getMessage());
            left();
            whenEmpty(source.residue(), () -> {});
            throw new ControlException(ControlException.FAILED, e.getMessage());
        }
    }

    /** As long as the target lacks pages it may be running the program, whatever has been heard of it. */
    private void whenEmpty(PageServer residue, Runnable then) {
        CompletableFuture<Void> done = residue == null ? CompletableFuture.completedFuture(null) : residue.done();
        done.whenComplete((nothing, failure) -> {
            emptied();
            DaemonThreads.start("sprite-expect", then);
        });
    }

    /** Waits until this JVM has all of the program: nothing that has not arrived can move on. */
    private void awaitPages(Duration timeout, Consumer<String> progress) throws ControlException {
        long end = System.nanoTime() + timeout.toNanos();
        while (pagesUnderWay() > 0) {
            if (System.nanoTime() > end) {
                throw new ControlException(ControlException.TIMED_OUT,
                        pagesUnderWay() + " objects are still on their way from where the process was before");
            }
            progress.accept("waiting for " + pagesUnderWay() + " objects from where the process was before");
            LockSupport.parkNanos(PAGES_NANOS);
        }
    }

    /** Lets this host's daemon prepare for the program's return. */
    private void expectReturn(Launch launch) {
        try {
            ControlClient.call(daemonSocket(), expectation(launch, program.loadedClasses()), Object.class);
        } catch (IOException | ControlException e) {
            Log.debug("the return is not prepared: " + e.getMessage());
        }
    }

    /** Tries: stops the program for a moment and looks whether an image of it can be made. */
    private Explanation explain() throws IOException, ControlException {
        awaitPages(EXPLAIN_TIMEOUT, step -> {});
        Departure departure = new Departure(program, freezer);
        List<ThreadState> threads = new ArrayList<>();
        try {
            departure.prepare(false);
            departure.freeze(EXPLAIN_TIMEOUT);
            for (ThreadImage thread : departure.threads()) {
                threads.add(new ThreadState(ThreadFields.nameOf(thread.thread()), "movable", null, null));
            }
            try {
                departure.capture(OutputStream.nullOutputStream());
            } finally {
                departure.resumeHere();
            }
            return new Explanation(status().pid(), true, threads, List.of());
        } catch (NotMovableException e) {
            e.blockers().forEach(blocker -> {
                if (blocker.thread() != null) {
                    threads.removeIf(thread -> thread.thread().equals(blocker.thread()));
                    threads.add(new ThreadState(blocker.thread(), "refused", blocker.frame(), blocker.why()));
                }
            });
            return new Explanation(status().pid(), false, threads, Blockers.toMessages(e.blockers()));
        }
    }
}
