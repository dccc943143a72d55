package dev.sprite.tests.programs;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Crowds of parked threads. One rests until the gate opens and is asked for all the time; others are unparked,
 * interrupted or out of time again and again; a few are in line for a lock.
 */
public final class Resting {
    public static final int CROWD = 60;
    private static final int RING = 6;
    private static final int LINE = 5;
    private static final int MORE = 50;
    private static final long PATIENCE_MILLIS = 30_000;

    private static final List<Thread> THREADS = new ArrayList<>();
    private static final Thread[] RINGS = new Thread[RING];
    private static final int[] ROUNDS = new int[RING];
    private static final ReentrantLock LOCK = new ReentrantLock(true);
    private static final List<Integer> ORDER = new CopyOnWriteArrayList<>();
    private static volatile int turn;
    private static volatile int interrupts;
    private static volatile int timeouts;
    private static volatile int asked;
    private static volatile boolean open;

    private Resting() {}

    public static void main(String[] args) throws InterruptedException {
        for (int i = 0; i < CROWD; i++) {
            start("crowd " + i, Resting::rest);
        }
        for (Thread thread : THREADS) {
            await(() -> thread.getState() == Thread.State.WAITING, thread + " rests");
        }
        Thread first = THREADS.get(0);
        start("joining", () -> join(first));
        LOCK.lock();
        for (int i = 0; i < LINE; i++) {
            int place = i;
            start("in line " + i, () -> standInLine(place));
            await(() -> LOCK.getQueueLength() == place + 1, "the line is " + place);
        }
        for (int i = 0; i < RING; i++) {
            int place = i;
            RINGS[i] = start("ring " + i, () -> goRound(place));
        }
        Thread interrupted = start("interrupted", Resting::awaitInterrupts);
        start("interrupting", () -> interrupt(interrupted));
        start("timed", Resting::runOutOfTime);
        start("asking", Resting::ask);
        Gate.await(args[0]);
        goesOn();
        open = true;
        LOCK.unlock();
        for (Thread thread : THREADS) {
            LockSupport.unpark(thread);
        }
        for (Thread thread : THREADS) {
            thread.join(PATIENCE_MILLIS);
            say(!thread.isAlive(), thread + " has ended");
        }
        say(ORDER.equals(List.of(0, 1, 2, 3, 4)), "in line " + ORDER);
        int rounds = 0;
        for (int each : ROUNDS) {
            rounds += each;
        }
        say(rounds == turn, rounds + " rounds, " + turn + " turns");
        System.out.println("done");
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        THREADS.add(thread);
        thread.start();
        return thread;
    }

    /** Nothing that was to end a wait has been lost. */
    private static void goesOn() throws InterruptedException {
        int[] before = {turn, interrupts, timeouts, asked};
        await(() -> turn > before[0] + MORE, "the turn goes round");
        await(() -> interrupts > before[1] + MORE, "interrupts arrive");
        await(() -> timeouts > before[2] + MORE, "time runs out");
        await(() -> asked > before[3], "threads can be asked");
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition, String what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!condition.holds() && System.nanoTime() - end < 0) {
            Thread.sleep(1);
        }
        say(condition.holds(), what);
    }

    private static void rest() {
        while (!open) {
            LockSupport.park();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
            say(open, "joined when it had ended");
        } catch (InterruptedException e) {
            say(false, "not interrupted");
        }
    }

    private static void standInLine(int place) {
        LOCK.lock();
        try {
            ORDER.add(place);
        } finally {
            LOCK.unlock();
        }
    }

    private static void goRound(int place) {
        while (!open) {
            if (turn % RING == place) {
                ROUNDS[place]++;
                turn++;
                LockSupport.unpark(RINGS[(place + 1) % RING]);
            } else {
                LockSupport.park();
            }
        }
    }

    private static void awaitInterrupts() {
        while (!open) {
            if (Thread.interrupted()) {
                interrupts++;
            } else {
                LockSupport.park(); // returns at once if it is interrupted by now
            }
        }
    }

    private static void interrupt(Thread thread) {
        while (!open) {
            int before = interrupts;
            thread.interrupt();
            while (interrupts == before && !open) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private static void runOutOfTime() {
        while (!open) {
            LockSupport.parkNanos(2_000_000);
            timeouts++;
        }
    }

    /** To whoever asks all are there, wherever they are. */
    private static void ask() {
        long[] ids = new long[CROWD];
        for (int i = 0; i < CROWD; i++) {
            ids[i] = THREADS.get(i).getId();
        }
        while (!open) {
            for (int i = 0; i < CROWD; i++) {
                Thread thread = THREADS.get(i);
                boolean alive = thread.isAlive();
                Thread.State state = thread.getState();
                boolean rests = rests(thread.getStackTrace());
                say(open || alive && rests && state != Thread.State.NEW && state != Thread.State.TERMINATED,
                        thread + " is alive: " + alive + ", rests: " + rests + ", " + state);
            }
            Thread[] threads = new Thread[2 * THREADS.size()];
            List<Thread> group = Arrays.asList(threads).subList(0, Thread.enumerate(threads));
            ThreadInfo[] stacks = ManagementFactory.getThreadMXBean().getThreadInfo(ids, Integer.MAX_VALUE);
            for (int i = 0; i < CROWD; i++) {
                boolean rests = stacks[i] != null && rests(stacks[i].getStackTrace());
                say(open || rests, THREADS.get(i) + " is not known to rest");
                say(open || group.contains(THREADS.get(i)), THREADS.get(i) + " is not of the group");
            }
            asked++;
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean rests(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getMethodName().equals("rest")) {
                return true;
            }
        }
        return false;
    }

    private static void say(boolean right, String what) {
        if (!right) {
            System.out.println("WRONG: " + what);
        }
    }
}
