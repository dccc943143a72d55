package dev.sprite.tests.programs.stress;

import dev.sprite.tests.programs.ThreadKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A few threads that work with one primitive for as long as they are to, and watch over what it promises. */
abstract class Station {
    /** One round of a thread's work. */
    interface Round {
        void run() throws Exception;
    }

    private static volatile boolean ending;
    private static ThreadKind kind;

    private final AtomicLong rounds = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    /** Whether threads that begin a round by themselves are to begin no more. */
    /** Says what threads those of the stations are. */
    static void consistOf(ThreadKind kind) {
        Station.kind = kind;
    }

    static boolean isEnding() {
        return ending;
    }

    static void end() {
        ending = true;
    }

    /** A thread that does {@code round} every now and then until all are to end. */
    final void repeat(Round round) {
        once(() -> {
            while (!ending) {
                round.run();
                rounds.incrementAndGet();
                Thread.sleep(20);
            }
        });
    }

    /** A thread that does {@code work}, which knows itself when it is to end. */
    final void once(Round work) {
        threads.add(kind.unstarted(getClass().getSimpleName() + " " + threads.size(), () -> {
            try {
                work.run();
            } catch (Exception | Error e) {
                e.printStackTrace(System.out);
                wrong(e.toString());
            }
        }));
    }

    /** One more round has been made, by a thread that counts them itself. */
    final void count() {
        rounds.incrementAndGet();
    }

    final int size() {
        return threads.size();
    }

    final void start() {
        for (Thread thread : threads) {
            thread.start();
        }
    }

    final void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        if (rounds.get() == 0) {
            wrong("nothing has been done");
        }
    }

    /** Something that must not happen has. */
    final void wrong(String what) {
        System.out.println("WRONG: " + getClass().getSimpleName() + ": " + what);
    }

    final void expect(boolean holds, String what) {
        if (!holds) {
            wrong(what);
        }
    }
}
