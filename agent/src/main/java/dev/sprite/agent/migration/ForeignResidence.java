package dev.sprite.agent.migration;

import dev.sprite.agent.Agent;
import dev.sprite.agent.Log;
import dev.sprite.capture.Freezer;
import dev.sprite.home.Home;
import dev.sprite.home.HomeClient;
import dev.sprite.image.NotMovableException;
import dev.sprite.transport.ClusterKey;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.Assignment;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.ProcessStatus;
import dev.sprite.transport.control.TargetSpec;
import dev.sprite.transport.message.PrepareMessage.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A program in a JVM that a host's daemon has started for it. */
final class ForeignResidence extends Residence {
    private static final int FAILED = 1;
    private static final long REPLY_MILLIS = 2_000;

    private final Agent agent;
    private final TargetSpec spec;
    private final Transport transport;
    private final WarmUp warmUp;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private volatile Assignment assignment;
    private volatile MigrationTarget arrival;
    private volatile boolean mainGoesOn;
    private volatile HomeClient home;
    private volatile Instant since = Instant.now();

    ForeignResidence(Agent agent, Program program, Freezer freezer) {
        super(program, freezer);
        this.agent = agent;
        try {
            spec = TargetSpec.read(agent.options().target().toPath());
            transport = new Transport(ClusterKey.load(Path.of(spec.key())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        warmUp = new WarmUp(program, transport, spec.classes());
    }

    /**
     * Returns when the program is to go on; ends this JVM if it is not.
     *
     * @return whether the calling thread, main, is to be resumed
     */
    boolean takeOver() throws InterruptedException {
        BriefCode.begin();
        HomeCallsSetup.install(program().instrumentation(), agent.options().target().toPath());
        warmUp.begin();
        DaemonThreads.start("sprite-arrival", this::arrive);
        try {
            SpriteMain.link();
        } catch (Throwable e) {
            throw new IllegalStateException("the program's main cannot be called", e);
        }
        arrived.await();
        LockSupport.unpark(Thread.currentThread()); // it may have had a permit, which nobody can see
        return mainGoesOn;
    }

    private void arrive() {
        try {
            LoaderHookPatch.install(program().instrumentation());
            assignment = awaitAssignment();
            warmUp.hurry();
            arrival = new MigrationTarget(program(), spec, assignment, transport);
            home = arrival.attach(this);
            agent.listen(Path.of(spec.directory()));
            mainGoesOn = arrival.takeOver(warmUp);
            since = Instant.now();
            arrived.countDown();
        } catch (IOException | NotMovableException | ControlException | RuntimeException | Error e) {
            Log.error("cannot take " + (assignment == null ? "a program" : "process " + assignment.pid()) + " over: "
                    + (e instanceof RuntimeException || e instanceof Error ? Log.trace(e) : e.getMessage()));
            Runtime.getRuntime().halt(FAILED);
        }
    }

    /** Waits for the migration this JVM is there for; without a daemon there will be none. */
    private Assignment awaitAssignment() throws ControlException {
        try {
            return ControlClient.call(
                    Path.of(spec.daemonSocket()), ControlRequest.assignment(spec.id()), Assignment.class);
        } catch (IOException e) {
            Log.info("the daemon has gone: " + e.getMessage());
            Runtime.getRuntime().halt(FAILED);
            return null;
        }
    }

    @Override
    ProcessStatus status() {
        String time = since.truncatedTo(ChronoUnit.SECONDS).toString();
        return new ProcessStatus(assignment.pid(), assignment.homeName(), assignment.hostName(), "foreign", time,
                home.command(), null);
    }

    @Override
    Home home() {
        return home;
    }

    @Override
    boolean hasProgram() {
        return arrival.hasProgram();
    }

    @Override
    ControlRequest expectation(Launch launch, List<String> classes) {
        return ControlRequest.expect(launch, classes, spec.id());
    }

    @Override
    Path daemonSocket() {
        return Path.of(spec.daemonSocket());
    }

    @Override
    Transport transport() {
        return transport;
    }

    @Override
    void leaving() {}

    @Override
    void left() {
        arrival.left();
    }

    @Override
    int pagesUnderWay() {
        return arrival.pagesUnderWay();
    }

    /** Ends this JVM, but not before whoever asked for the move has the reply. */
    @Override
    void emptied() {
        DaemonThreads.start("sprite-end", () -> {
            try {
                Thread.sleep(REPLY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(0);
        });
    }

    @Override
    void resumed() {
        arrival.resumed();
    }
}
