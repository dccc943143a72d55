package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.image.ThreadFields;
import dev.sprite.image.ThreadImage;
import dev.sprite.image.children.ChildExits;
import dev.sprite.restore.Resumption;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Link;
import dev.sprite.transport.message.MoveMessage.Ready;
import dev.sprite.transport.message.MoveMessage.Running;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * The end of a freeze at the target: all is rebuilt, and once home has decided the program goes on here. Made ahead of
 * the freeze, and with it what would otherwise be linked while the program stands still.
 */
final class Takeover {
    private static final long DONE_NANOS = 100_000_000;
    private static final long NO_ROOM_NANOS = 1_000_000_000;

    private final Program program;
    private final SpriteHome calls;
    private final SpriteFiles files;
    private final Link source;
    private final CountDownLatch resumed = new CountDownLatch(1);
    private final Thread starter = DaemonThreads.make("sprite-start", this::startOthers);
    private final Thread herald = DaemonThreads.make("sprite-arrival", this::tellSource);
    private final Set<Thread> started = Collections.newSetFromMap(new IdentityHashMap<>());
    private List<Thread> inTurn;
    private PageClient pages;
    private long ready;
    private volatile long running;

    /**
     * @param calls what the program's calls are served by that belong to home
     * @param files the same for those on files
     */
    Takeover(Program program, SpriteHome calls, SpriteFiles files, Link source) {
        this.program = program;
        this.calls = calls;
        this.files = files;
        this.source = source;
    }

    /** Tells the source that the program could go on. */
    void ready() throws IOException {
        ready = System.nanoTime();
        source.send(new Ready());
    }

    /**
     * Lets the program go on; its main thread as soon as that is called again.
     *
     * @param pages what fetches the rest; null if there is none
     * @return whether the main thread has frames to be resumed
     */
    boolean begin(List<ThreadImage> threads, PageClient pages) {
        this.pages = pages;
        SpriteHome.attach(calls);
        SpriteFiles.attach(files);
        SpriteHome.identify();
        ThreadFields.outOfTheWay(starter);
        ThreadFields.outOfTheWay(herald);
        for (Thread thread : ThreadFields.live()) {
            if (Program.isOurs(thread)) {
                ThreadFields.outOfTheWay(thread);
            }
        }
        for (ThreadImage image : threads) {
            if (image.thread() != program.mainThread()) {
                ThreadFields.enterGroup(image.thread());
            }
        }
        program.resumption().begin(threads);
        inTurn = Resumption.inTurn(threads);
        boolean hasMain = inTurn.contains(program.mainThread());
        if (!hasMain || inTurn.size() > 1) {
            starter.setDaemon(false); // when main has ended, none but it keeps the JVM alive until others run
            starter.start();
        }
        ChildExits.await();
        herald.start();
        return hasMain;
    }

    private void startOthers() {
        started.add(program.mainThread());
        for (Thread thread : inTurn) {
            SpriteResume.awaitTurn(thread);
            for (Thread next = SpriteLate.next(); next != null; next = SpriteLate.next()) {
                start(next);
            }
            start(thread);
        }
    }

    private void start(Thread thread) {
        boolean isToStart = started.add(thread);
        while (isToStart) {
            try {
                ThreadFields.startAnew(thread, program.stacks().forResumed(thread));
                LockSupport.unpark(thread); // it may have had a permit, which nobody can see
                return;
            } catch (OutOfMemoryError e) {
                Log.warn("there is no room for thread " + ThreadFields.nameOf(thread) + " here as yet: " + e.getMessage());
                LockSupport.parkNanos(NO_ROOM_NANOS);
            }
        }
    }

    /** The program's threads run. */
    void resumed() {
        running = System.nanoTime();
        resumed.countDown();
    }

    void awaitResumed() throws InterruptedException {
        resumed.await();
    }

    private void tellSource() {
        try {
            awaitResumed();
            Fault.at(MigrationStep.RUNNING);
            Running here = new Running(running - ready);
            if (pages == null) {
                source.send(here);
            } else {
                pages.tell(here);
            }
        } catch (InterruptedException | IOException e) {
            Log.debug("the source is not told that the program runs here: " + e);
        }
        BriefCode.end();
        while (!program.resumption().done()) {
            LockSupport.parkNanos(DONE_NANOS); // threads may be blocked for long before they begin
        }
    }
}
