package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.cluster.HostMemory;
import dev.sprite.home.HomeCallsRelay;
import dev.sprite.home.HomeClient;
import dev.sprite.home.HomeServer;
import dev.sprite.home.files.ForeignFiles;
import dev.sprite.image.MarkWord;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.carrier.IterationOrderCarrier;
import dev.sprite.restore.HeapRestore;
import dev.sprite.restore.ResidualPages;
import dev.sprite.restore.RestoredProcess;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.LinkServer;
import dev.sprite.transport.PageInput;
import dev.sprite.transport.Received;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.Assignment;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlHandler;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.TargetSpec;
import dev.sprite.transport.message.LinkMessage;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.MessageKind;
import dev.sprite.transport.message.MoveMessage.ClassesLoaded;
import dev.sprite.transport.message.MoveMessage.Frames;
import dev.sprite.transport.message.MoveMessage.Hello;
import dev.sprite.transport.message.MoveMessage.Image;
import dev.sprite.transport.message.MoveMessage.LoadClasses;
import dev.sprite.transport.message.MoveMessage.SeenFrames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One migration to this JVM, as the target runs it: it takes the program over when home says so, or ends. */
final class MigrationTarget {
    static final int SIGQUIT = 3;

    /** Goes on writing to this host's standard error when the program's is home's. */
    private static final Logger log = LoggerFactory.getLogger(MigrationTarget.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The program may take its time to come to a safe point; its source gives up before we do. */
    private static final Duration FREEZE_PATIENCE = Duration.ofDays(1);
    private static final Duration DECISION = Duration.ofMinutes(5);
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    private final Program program;
    private final TargetSpec spec;
    private final Assignment assignment;
    private final Transport transport;
    private final CompletableFuture<Link> source = new CompletableFuture<>();
    private HomeClient home;
    private SpriteHome calls;
    private SpriteFiles files;
    private volatile Takeover takeover;
    private volatile ResidualPages residue;
    private volatile boolean left;
    private volatile boolean ended;

    MigrationTarget(Program program, TargetSpec spec, Assignment assignment, Transport transport) {
        this.program = program;
        this.spec = spec;
        this.assignment = assignment;
        this.transport = transport;
    }

    /** Makes this JVM known to home and to its daemon. */
    HomeClient attach(ControlHandler commands) throws IOException, ControlException {
        Fault.at(MigrationStep.TARGET_STARTED);
        LinkServer server = transport.listen(new HostAddress(assignment.listen(), 0), this::accept);
        home = HomeClient.attach(transport, assignment, commands, this::signal, this::lostHome);
        calls = new HomeCallsRelay(home.streams(), assignment.pid(), home.startTime(), home.host(), SpriteMain::status,
                this::exit);
        files = new ForeignFiles(home, LocalFiles.of(spec));
        Fault.at(MigrationStep.TARGET_ATTACHED);
        ControlClient.call(
                Path.of(spec.daemonSocket()), ControlRequest.started(spec.id(), server.address().port()), Object.class);
        source.whenComplete((link, failure) -> server.close());
        return home;
    }

    /**
     * Takes the program over. Having returned, the main thread resumes it as soon as it is called.
     *
     * @return whether the main thread has frames to be resumed
     */
    boolean takeOver(WarmUp warmUp) throws IOException, NotMovableException, ControlException {
        Link link = await(source);
        Fault.at(MigrationStep.SOURCE_CONNECTED);
        try {
            load(link, warmUp);
            takeover = new Takeover(program, calls, files, link);
            Consumer<String> lostSource = this::lostSource;
            new ResumeForecast(program).prepare(link.expect(SeenFrames.class, PATIENCE));
            link.send(new Done());
            CompletableFuture<Void> resumable = prepareFrames(link.expect(Frames.class, FREEZE_PATIENCE));
            Image image = link.expect(Image.class, PATIENCE);
            boolean isLazy = image.strategy().equals(Strategy.LAZY);
            program.switches().armFaults(isLazy);
            Fault.at(MigrationStep.IMAGE_BEGUN);
            RestoredProcess process = restore(link, resumable, isLazy);
            PageClient pages = isLazy ? pages(link, image, process.residue()) : null;
            Fault.at(MigrationStep.RESTORED);
            takeover.ready();
            Fault.at(MigrationStep.READY);
            link.onClose(lostSource);
            home.awaitGo(DECISION);
            Fault.at(MigrationStep.COMMITTED);
            if (pages != null) {
                pages.start();
            }
            return takeover.begin(process.threads(), pages);
        } catch (IOException | NotMovableException | RuntimeException e) {
            refuse(link, e);
            throw e;
        }
    }

    /** A link that proves to come from the source is the one; there is no second. */
    private void accept(Link link) {
        try {
            Received first = link.receive(PATIENCE);
            if (first.message() instanceof Hello hello && isFromSource(hello) && source.complete(link)) {
                link.reply(first, new Done());
            } else {
                link.reply(first, new Refused(ControlException.FAILED, "no such migration of process " + assignment.pid()));
                link.close("not for here");
            }
        } catch (IOException e) {
            link.close(e.getMessage());
        }
    }

    private boolean isFromSource(Hello hello) {
        return hello.pid() == assignment.pid() && hello.epoch() == assignment.epoch() && hello.token() != null
                && MessageDigest.isEqual(
                        hello.token().getBytes(StandardCharsets.UTF_8), assignment.token().getBytes(StandardCharsets.UTF_8));
    }

    private static Link await(CompletableFuture<Link> source) throws IOException {
        try {
            return source.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException("the source has not come", e);
        }
    }

    /** Loads the program's classes without initialising them; one that cannot be found will be missed by the image. */
    private void load(Link link, WarmUp warmUp) throws IOException, ControlException {
        LoadClasses classes = link.expect(LoadClasses.class, PATIENCE);
        if (classes.withBarriers()) {
            program.barriers().place();
            program.switches().armFaults(true);
        }
        Program.load(classes.names());
        new IterationOrderCarrier(program.instrumentation()).put(classes.iterationOrder());
        warmUp.finish();
        MessageKind.warmUp();
        home.rehearse();
        new PageInput(link, PATIENCE).transferTo(OutputStream.nullOutputStream());
        // from here on this JVM knows by itself when it is not wanted: its source's link ends, or home says so
        ControlClient.call(Path.of(spec.daemonSocket()), ControlRequest.ready(spec.id()), Object.class);
        link.send(new ClassesLoaded(Runtime.getRuntime().maxMemory(), memory(),
                classes.withBarriers() ? whyNotLater() : null));
        Fault.at(MigrationStep.CLASSES_LOADED);
    }

    /** Returns why contents cannot follow the image, or null if they can. */
    private String whyNotLater() {
        if (!MarkWord.hasRoomForShells()) {
            return "this JVM's object headers have no room for the mark of a shell";
        }
        String missed = program.barriers().missed();
        return missed == null ? null : missed + " has no barriers";
    }

    private PageClient pages(Link link, Image image, ResidualPages pages) {
        residue = pages;
        SpriteShells.attach(pages);
        program.barriers().onMissed(pages::drain);
        SourceLinks links = new SourceLinks(transport, HostAddress.parse(image.pages()), assignment, this::paused);
        home.onSourceGone(links::gone);
        return new PageClient(link, pages, links, () -> program.switches().armFaults(false),
                reason -> lostPages(image.host(), reason));
    }

    /** How many objects the program is known to have that are not here. */
    int pagesUnderWay() {
        return residue == null || residue.isComplete() ? 0 : Math.max(1, residue.outstanding());
    }

    private void paused(boolean isPaused) {
        try {
            home.paused(isPaused && !residue.isComplete());
        } catch (IOException e) {
            Log.debug("home is lost, too: " + e.getMessage());
        }
    }

    /** What can be fetched by itself is a page. */
    private void lostPages(String from, String reason) {
        try {
            String message = "sprite: lost at " + assignment.hostName() + ": " + pagesUnderWay() + " pages were still at "
                    + from + ": " + reason + "\n";
            home.streams().write(2, message.getBytes(StandardCharsets.UTF_8));
            ended = true;
            home.exit(HomeServer.LOST);
        } catch (IOException e) {
            Log.debug("home is lost, too: " + e.getMessage());
        }
        Runtime.getRuntime().halt(HomeServer.LOST);
    }

    /** What the host has left, and what this JVM has claimed of it already. */
    private static long memory() {
        HostMemory memory = HostMemory.now();
        return memory == null ? Long.MAX_VALUE : memory.available() + Runtime.getRuntime().totalMemory();
    }

    /** Makes the resume code of the frames to come, beside the restore of the heap. */
    private CompletableFuture<Void> prepareFrames(Frames announced) {
        CompletableFuture<Void> made = new CompletableFuture<>();
        DaemonThreads.start("sprite-resume-code", new MakingOfResumeCode(program, announced, made));
        return made;
    }

    /** No lambda, which would have to be linked while the program stands still. */
    private record MakingOfResumeCode(Program program, Frames announced, CompletableFuture<Void> made)
            implements Runnable {
        @Override
        public void run() {
            try {
                program.resumption().install(List.of(resolve(announced)));
                made.complete(null);
            } catch (ClassNotFoundException | RuntimeException | Error e) {
                made.completeExceptionally(e);
            }
        }
    }

    /** What the frames run, without what they hold. */
    private static SpriteFrames resolve(Frames announced) throws ClassNotFoundException {
        SpriteFrames frames = new SpriteFrames();
        int count = announced.owners().size();
        frames.depth = count;
        frames.owner = new Class<?>[count];
        frames.method = new String[count];
        frames.site = new int[count];
        for (int i = 0; i < count; i++) {
            frames.owner[i] = Class.forName(announced.owners().get(i), false, ClassLoader.getSystemClassLoader());
            frames.method[i] = announced.methods().get(i);
            frames.site[i] = announced.sites().get(i);
        }
        return frames;
    }

    private RestoredProcess restore(Link link, CompletableFuture<Void> resumable, boolean isLazy)
            throws IOException, NotMovableException {
        PageInput pages = new PageInput(link, PATIENCE);
        long begun = System.nanoTime();
        RestoredProcess process = HeapRestore.restore(pages, program.instrumentation(), program.roles());
        Log.debug("heap rebuilt in " + (System.nanoTime() - begun) / 1000 + " us");
        if (!isLazy && pages.read() >= 0) {
            throw new IOException("the image goes on after its end");
        }
        try {
            resumable.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException("no resume code: " + e.getMessage(), e);
        }
        program.resumption().install(ThreadImage.framesOf(process.threads()));
        Log.debug("frames can be resumed after " + (System.nanoTime() - begun) / 1000 + " us");
        return process;
    }

    /** The program's threads run. */
    void resumed() {
        takeover.resumed();
    }

    /** A signal came to the home process: does what it would do to the program there. */
    private void signal(int number) {
        try {
            takeover.awaitResumed();
            if (number == SIGQUIT) {
                home.streams().write(1, ThreadDump.text().getBytes(StandardCharsets.UTF_8));
            } else {
                SpriteSignals.raise(number);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException e) {
            Log.error("signal " + number + " had no effect: " + e);
        }
    }

    /** The program has ended, unless it has only left. */
    private void exit(int status) {
        ended = true;
        if (!left) {
            try {
                home.exit(status);
            } catch (IOException e) {
                Log.debug("home was not told of the end: " + e.getMessage());
            }
        }
    }

    /** The program has gone on to another host: what happens in this JVM is no concern of home's any more. */
    void left() {
        left = true;
    }

    /** Whether the program has not {@linkplain #left left}. */
    boolean hasProgram() {
        return !left;
    }

    private void lostHome(String reason) {
        if (!left && !ended) {
            log.error("process {} ends here: it has lost its home: {}", assignment.pid(), reason);
        }
        Runtime.getRuntime().halt(HomeServer.LOST);
    }

    /** Whether the program is to run here has been decided, or is now: by home. */
    private void lostSource(String reason) {
        try {
            home.callOff("lost the source: " + reason);
        } catch (IOException e) {
            Log.debug("home is lost, too: " + e.getMessage());
        }
    }

    private static void refuse(Link link, Exception why) {
        List<LinkMessage.Blocker> blockers = why instanceof NotMovableException refusal
                ? Blockers.toMessages(refusal.blockers())
                : List.of();
        int status = blockers.isEmpty() ? ControlException.FAILED : ControlException.NOT_MIGRATABLE;
        try {
            link.send(new Refused(status, "the target cannot take the program: " + why.getMessage(), blockers));
            link.awaitClosed(LAST_WORD); // this JVM ends next, and what it has sent must have arrived
        } catch (IOException e) {
            Log.debug("the source is lost: " + e.getMessage());
        }
    }
}
