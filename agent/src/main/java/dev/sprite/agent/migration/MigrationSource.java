package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.capture.CaptureResult;
import dev.sprite.capture.Freezer;
import dev.sprite.home.Home;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.carrier.IterationOrderCarrier;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.PageOutput;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.MigrationReport;
import dev.sprite.transport.message.HomeMessage.MoveBegun;
import dev.sprite.transport.message.MoveMessage.ClassesLoaded;
import dev.sprite.transport.message.PrepareMessage.Launch;
import dev.sprite.transport.message.PrepareMessage.Prepare;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * One migration of this program, as its source runs it. Until home has committed it, whatever fails ends with the
 * program running on here; from then on the program never runs here again.
 */
final class MigrationSource {
    private final Program program;
    private final Launch launch;
    private final Freezer freezer;
    private final Transport transport;
    private final Home home;
    private final long pid;
    private final String from;
    private final Consumer<String> progress;
    private final HeapPolicy policy;
    private final long begun = System.nanoTime();
    private PageServer residue;

    /**
     * @param launch how the program was started
     * @param pid the logical pid
     * @param from the name of this host
     * @param progress told each step that has been passed
     * @param policy how the heap is to move
     */
    MigrationSource(
            Program program, Launch launch, Freezer freezer, Transport transport, Home home, long pid, String from,
            Consumer<String> progress, HeapPolicy policy) {
        this.policy = policy;
        this.program = program;
        this.launch = launch;
        this.freezer = freezer;
        this.transport = transport;
        this.home = home;
        this.pid = pid;
        this.from = from;
        this.progress = progress;
    }

    /**
     * Moves the program.
     *
     * @param reason why; null if the user wants it
     * @param timeout how long it may take to stop the program
     * @throws ControlException if the program runs on here
     * @throws ProgramGoneException if it does not, and is not known to run at the target
     */
    MigrationReport migrateTo(HostAddress host, String reason, Duration timeout)
            throws ControlException, ProgramGoneException {
        int epoch = 0;
        Target target = null;
        try {
            MoveBegun move = home.begin(host, reason);
            epoch = move.epoch();
            Prepare migration = new Prepare(
                    pid, move.epoch(), move.home(), move.token(), move.homeName(), launch, reason);
            try (Departure departure = new Departure(program, freezer)) {
                target = start(host, migration);
                return migrateTo(target, departure, migration, timeout);
            }
        } catch (IOException | NotMovableException | ControlException | RuntimeException | Error e) {
            giveUp(epoch, target);
            throw toControlException(e);
        }
    }

    private Target start(HostAddress host, Prepare migration) throws IOException, ControlException {
        try {
            return Target.start(transport, host, migration);
        } catch (RefusedException | SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw new ControlException(ControlException.UNREACHABLE, e.getMessage());
        }
    }

    private static ControlException toControlException(Throwable failure) {
        if (failure instanceof ControlException e) {
            return e;
        } else if (failure instanceof NotMovableException e) {
            return new ControlException(
                    ControlException.NOT_MIGRATABLE, e.getMessage(), Blockers.toMessages(e.blockers()));
        } else if (failure instanceof RefusedException e) {
            return new ControlException(e);
        } else if (failure instanceof SocketTimeoutException e) {
            return new ControlException(ControlException.TIMED_OUT, e.getMessage());
        } else if (failure instanceof IOException e) {
            return new ControlException(ControlException.FAILED, e.getMessage());
        }
        Log.error("a migration failed unexpectedly: " + Log.trace(failure));
        return new ControlException(ControlException.FAILED, "internal error: " + failure);
    }

    private MigrationReport migrateTo(Target target, Departure departure, Prepare migration, Duration timeout)
            throws IOException, NotMovableException, ProgramGoneException {
        passed("target started");
        String strategy = policy.choose(departure);
        if (strategy.equals(Strategy.LAZY)) {
            target.listen(transport, migration);
        }
        target.loadClasses(program.loadedClasses(), new IterationOrderCarrier(program.instrumentation()).take(),
                strategy.equals(Strategy.LAZY));
        departure.prepare(strategy.equals(Strategy.LAZY));
        departure.watch();
        passed("prepared");
        home.rehearse();
        ClassesLoaded loaded = target.awaitClasses();
        HeapRoom.check(loaded, target.hostName());
        if (loaded.whyNotLater() != null) {
            strategy = policy.insteadOfLazy(loaded.whyNotLater());
            departure.prepare(false);
        }
        passed("classes loaded");
        target.prepareFor(departure.seen());
        departure.close(); // nobody looks at what stands still
        passed("resume code made");
        passed(departure.recordParked() + " parked threads recorded");
        CaptureResult captured;
        TransferProgress image;
        long ready;
        try {
            departure.freeze(timeout);
            passed("program stopped");
            target.announce(departure.threads());
            PageOutput pages = target.image(strategy, from);
            image = new TransferProgress(pages, HeapRoom.used(), progress);
            captured = departure.capture(image);
            if (strategy.equals(Strategy.COPY)) {
                pages.close();
            }
            pages.flush();
            passed("image sent");
            target.awaitReady(timeout);
            ready = System.nanoTime();
            passed("image rebuilt");
            commit(migration.epoch());
        } catch (IOException | NotMovableException | RuntimeException | Error e) {
            departure.resumeHere();
            throw e;
        }
        passed("committed");
        List<ThreadImage> threads = departure.threads();
        if (strategy.equals(Strategy.LAZY)) {
            residue = target.servePages(departure.residue(), image, home::adopt);
            residue.start();
        }
        departure.gone();
        return report(target, strategy, captured, threads, ready);
    }

    private void passed(String step) {
        progress.accept(step);
        if (Log.logs(Log.Level.DEBUG)) {
            Log.debug(step + " after " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        }
    }

    /** Asks for the one decision. */
    private void commit(int epoch) throws RefusedException, ProgramGoneException {
        try {
            home.commit(epoch);
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            throw new ProgramGoneException("lost home while it decided", e);
        }
    }

    /** The program is the target's. */
    private MigrationReport report(Target target, String strategy, CaptureResult captured, List<ThreadImage> threads,
            long ready) throws ProgramGoneException {
        long running;
        try {
            // it was ready a little earlier
            running = ready + (residue == null ? target.awaitRunning() : residue.awaitRunning());
        } catch (IOException e) {
            throw new ProgramGoneException("lost the target as it was to take the program over", e);
        }
        passed("running there");
        boolean isAll = residue == null;
        if (isAll) {
            target.close();
        } else {
            residue.done().whenComplete((nothing, failure) -> target.close());
        }
        return new MigrationReport(pid, from, target.hostName(), strategy, MigrationReport.MIGRATED,
                (running - freezer.stoppedAt()) / 1e6, (running - begun) / 1e6, threads.size(),
                threads.stream().mapToInt(thread -> thread.frames().depth).sum(), captured.objects(),
                captured.bytes(), isAll ? captured.bytes() : null, isAll ? 0L : null, isAll ? 0.0 : null);
    }

    /** What follows the image of a program that has moved; null if nothing does. */
    PageServer residue() {
        return residue;
    }

    private void giveUp(int epoch, Target target) {
        if (epoch == 0) {
            return;
        }
        if (target != null) {
            target.close();
        }
        try {
            home.abandon(epoch);
        } catch (IOException e) {
            Log.debug("home was not told that the migration failed: " + e.getMessage());
        }
    }
}
