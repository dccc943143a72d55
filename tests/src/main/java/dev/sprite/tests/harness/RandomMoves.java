package dev.sprite.tests.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Moves a program at random moments, from host to host in turn, beginning with the second. The moments at which moves
 * are asked for are drawn from a seed and spread over a given time; a target has to be prepared before a program stands
 * still, so a program should run a good deal longer.
 */
public final class RandomMoves {
    private static final int NOT_MIGRATABLE_NOW = 5;

    private final Hosts hosts;
    private final long[] moments;
    private final Random retries;
    private boolean braked;
    private String[] options = {};

    /** What came of one move: when it was asked for, where to, and the last answer. */
    public record Move(Duration at, Host to, int attempts, Migration migration) {
        @Override
        public String toString() {
            String what = migration.migrated()
                    ? migration.text("strategy") + ", freeze " + migration.text("freeze_ms") + " ms, total " + migration.text("total_ms") + " ms"
                    : "NOT MOVED: " + migration;
            return String.format("%7.3f s to %s, attempt %d: %s", at.toNanos() / 1e9, to.name(), attempts, what);
        }
    }

    public RandomMoves(Hosts hosts, long seed, int moves, Duration spread) {
        this.hosts = hosts;
        Random random = new Random(seed);
        moments = random.longs(moves, 0, spread.toNanos()).sorted().toArray();
        retries = new Random(seed + 1);
    }

    /** Slows the program down while a move is under way; its freeze times grow by as much. */
    public RandomMoves braked(boolean braked) {
        this.braked = braked;
        return this;
    }

    /** Moves the heap in this way; null leaves it to the migrator. */
    public RandomMoves strategy(String strategy) {
        options = strategy == null ? new String[0] : new String[] {"--strategy", strategy};
        return this;
    }

    /**
     * Makes the moves, from now on, until they are done or the program has ended. All of them succeeded but perhaps the
     * last one.
     */
    public List<Move> drive(RunningProgram program) {
        List<Move> made = new ArrayList<>();
        long begin = System.nanoTime();
        long running = program.pid();
        for (long moment : moments) {
            pause(begin + moment - System.nanoTime());
            if (!program.isAlive()) {
                break;
            }
            Move move = move(begin, hosts.all().get((made.size() + 1) % hosts.all().size()), program, running);
            made.add(move);
            if (!move.migration().migrated()) {
                break;
            }
            running = move.to().daemon().youngest();
        }
        return made;
    }

    /** One move, asked for again while the program cannot be moved, for as long as patience lasts. */
    private Move move(long begin, Host to, RunningProgram program, long running) {
        long deadline = System.nanoTime() + Patience.NANOS;
        for (int attempt = 1; ; attempt++) {
            long at = System.nanoTime() - begin;
            Migration migration = migrate(program, to, running);
            if (migration.status() != NOT_MIGRATABLE_NOW || !program.isAlive() || System.nanoTime() > deadline) {
                return new Move(Duration.ofNanos(at), to, attempt, migration);
            }
            pause(10_000_000 + retries.nextInt(40_000_000));
        }
    }

    private Migration migrate(RunningProgram program, Host to, long running) {
        if (!braked) {
            return hosts.migrate(program, to, options);
        }
        try (Brake brake = new Brake(running)) {
            return hosts.migrate(program, to, options);
        }
    }

    private static void pause(long nanos) {
        try {
            Thread.sleep(Math.max(0, nanos / 1_000_000));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
