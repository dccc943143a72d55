package dev.sprite.agent.migration;

import dev.sprite.agent.Agent;
import dev.sprite.capture.Freezer;
import dev.sprite.home.Home;
import dev.sprite.image.children.ChildExits;
import dev.sprite.image.files.HomeDescriptors;
import dev.sprite.instrumentation.jdk.HomeCalls;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.ControlWire;
import dev.sprite.transport.control.Explanation;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.control.ProcessStatus;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.message.PrepareMessage.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A program in the JVM its user started, and what stays of it there when it has left. */
final class HomeResidence extends Residence {
    private final Agent agent;
    private final Freezer freezer;
    private final HomeSide home;
    private final ThreadDumpRequests threadDumps;
    private boolean passesSignalsOn;

    HomeResidence(Agent agent, Program program, Freezer freezer) {
        super(program, freezer);
        this.agent = agent;
        this.freezer = freezer;
        String given = agent.options().run();
        try {
            home = new HomeSide(RunDirectory.of(given == null ? null : Path.of(given)), this::end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threadDumps = new ThreadDumpRequests(home.pcb().pid(), this::passThreadDumpOn);
    }

    @Override
    public Object handle(ControlRequest request, Consumer<String> progress) throws ControlException {
        if (hasProgram() || request.op().equals(ControlRequest.STATUS)) {
            return super.handle(request, progress);
        }
        try {
            Class<?> type = request.op().equals(ControlRequest.MIGRATE) ? MigrationReport.class : Explanation.class;
            return ControlWire.parseResult(home.server().forward(request, progress), type);
        } catch (IOException e) {
            throw new ControlException(ControlException.FAILED, e.getMessage());
        }
    }

    @Override
    ProcessStatus status() {
        return home.pcb().status();
    }

    @Override
    Home home() throws IOException {
        return home.server();
    }

    @Override
    Transport transport() throws IOException {
        return home.transport();
    }

    @Override
    ControlRequest expectation(Launch launch, List<String> classes) {
        return ControlRequest.expect(launch, classes, home.pcb().pid());
    }

    @Override
    Path daemonSocket() {
        return home.daemonSocket();
    }

    @Override
    boolean hasProgram() {
        return home.pcb().epoch() == 0;
    }

    @Override
    void leaving() throws IOException {
        if (!passesSignalsOn) {
            SpriteSignals.attach(home.server().signals());
            CallPatcher.install(program().instrumentation(), HomeCalls.AT_HOME);
            passesSignalsOn = true;
        }
    }

    @Override
    void left() {
        Shadow.forgetShutdownHooks();
        ChildExits.forget();
        threadDumps.watch();
    }

    @Override
    int pagesUnderWay() {
        return 0;
    }

    @Override
    void emptied() {
        HomeDescriptors.detach();
        DaemonThreads.start("sprite-shrink", () -> {
            freezer.letGo();
            Shadow.shrink(program().instrumentation());
        });
    }

    private void passThreadDumpOn() {
        try {
            home.server().signals().take(MigrationTarget.SIGQUIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void resumed() {}

    /** The program has ended elsewhere, its shutdown hooks included. */
    private void end(int status) {
        try {
            finishServing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        agent.stopListening();
        threadDumps.forget();
        Runtime.getRuntime().halt(status);
    }
}
