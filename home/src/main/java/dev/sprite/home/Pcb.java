package dev.sprite.home;

import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ProcessStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Home's record of a process: where it runs, under which epoch. Every migration begins with a new epoch and is decided
 * by {@link #commit}, once; whatever arrives under another epoch is late and has no effect.
 */
public final class Pcb {
    /** What a process is doing, as {@code ps} shows it. */
    public enum State {
        HOME,
        MIGRATING,
        FOREIGN,
        PAUSED,
        ENDED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A migration that has begun.
     *
     * @param token known to the target alone
     */
    public record Move(int epoch, String token) {}

    private final long pid;
    private final String homeName;
    private final String command;

    private int epoch;
    private int lastEpoch;
    private String host;
    private State state = State.HOME;
    private State stateBefore = State.HOME;
    private Instant since = Instant.now();
    /** Since when it has had to wait for the source of its last migration; null if it does not. */
    private Instant paused;
    /** Under which it ran before. */
    private int sourceEpoch;
    private String why;
    private Move move;
    private String moveHost;
    private String moveReason;

    public Pcb(long pid, String homeName, String command) {
        this.pid = pid;
        this.homeName = homeName;
        this.host = homeName;
        this.command = command;
    }

    /** The logical pid. */
    public long pid() {
        return pid;
    }

    public String homeName() {
        return homeName;
    }

    public String command() {
        return command;
    }

    /** The epoch under which the process runs now; 0 until its first migration. */
    public synchronized int epoch() {
        return epoch;
    }

    /** Whether a migration has begun that is not decided. */
    public synchronized boolean isMoving() {
        return move != null;
    }

    /** The name of the host where it runs now. */
    public synchronized String host() {
        return host;
    }

    /** What {@code ps} shows. */
    public synchronized ProcessStatus status() {
        boolean isPaused = paused != null && (state == State.HOME || state == State.FOREIGN);
        String time = (isPaused ? paused : since).truncatedTo(ChronoUnit.SECONDS).toString();
        String shown = (isPaused ? State.PAUSED : state).toString();
        return new ProcessStatus(pid, homeName, host, shown, time, command, why);
    }

    /** It stands still until it reaches the source of its last migration again, or does so no longer. */
    public synchronized void paused(boolean isPaused) {
        paused = isPaused ? Instant.now() : null;
    }

    /** Whether the process came from where it ran under this epoch. */
    public synchronized boolean isSource(int epoch) {
        return epoch == sourceEpoch;
    }

    /**
     * Begins a migration; refuses if there is one already.
     *
     * @param reason why; null if the user wants it
     */
    public synchronized Move begin(String reason) throws RefusedException {
        if (state == State.ENDED) {
            throw new RefusedException(ControlException.NO_SUCH, "process " + pid + " has ended");
        }
        if (move != null) {
            throw new RefusedException(ControlException.FAILED, "process " + pid + " is migrating already");
        }
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        move = new Move(++lastEpoch, HexFormat.of().formatHex(secret));
        moveHost = null;
        moveReason = reason == null ? ProcessStatus.BY_HAND : reason;
        stateBefore = state;
        enter(State.MIGRATING);
        return move;
    }

    /** A target has come; refuses all but the one that the migration under way expects. */
    public synchronized void attach(int epoch, String token, String host) throws RefusedException {
        if (move == null || move.epoch() != epoch || moveHost != null || !constantTimeEquals(move.token(), token)) {
            throw new RefusedException(ControlException.FAILED, "no such migration of process " + pid);
        }
        moveHost = host;
    }

    private static boolean constantTimeEquals(String a, String b) {
        return b != null && MessageDigest.isEqual(
                a.getBytes(StandardCharsets.US_ASCII),
                b.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The one decision: from now on the process runs at the target attached under {@code epoch}, whatever happens.
     *
     * @return false if that migration has been called off, was decided before, or has no target
     */
    public synchronized boolean commit(int epoch) {
        if (move == null || move.epoch() != epoch || moveHost == null) {
            return false;
        }
        sourceEpoch = this.epoch;
        this.epoch = epoch;
        paused = null;
        host = moveHost;
        why = moveReason;
        move = null;
        enter(host.equals(homeName) ? State.HOME : State.FOREIGN);
        return true;
    }

    /**
     * Calls a migration off.
     *
     * @return false if it was committed before; true if it will never be
     */
    public synchronized boolean callOff(int epoch) {
        if (move != null && move.epoch() == epoch) {
            move = null;
            enter(stateBefore);
        }
        return this.epoch != epoch;
    }

    /** The process has ended; no migration can be begun or committed any more. */
    public synchronized void ended() {
        move = null;
        enter(State.ENDED);
    }

    public synchronized boolean hasEnded() {
        return state == State.ENDED;
    }

    private void enter(State next) {
        state = next;
        since = Instant.now();
    }
}
