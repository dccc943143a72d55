package dev.sprite.transport.control;

import dev.sprite.transport.RefusedException;
import dev.sprite.transport.message.LinkMessage.Blocker;
import java.util.List;

/** What was asked for failed; the message says why, and what to do. */
public final class ControlException extends Exception {
    private static final long serialVersionUID = 1L;

    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NO_SUCH = 3;
    public static final int UNREACHABLE = 4;
    public static final int NOT_MIGRATABLE = 5;
    public static final int TIMED_OUT = 6;

    private final int status;
    private final transient List<Blocker> blockers;

    public ControlException(int status, String message) {
        this(status, message, List.of());
    }

    /** What another host has refused. */
    public ControlException(RefusedException refused) {
        this(refused.status(), refused.getMessage(), refused.blockers());
    }

    public ControlException(int status, String message, List<Blocker> blockers) {
        super(message);
        this.status = status;
        this.blockers = blockers == null ? List.of() : List.copyOf(blockers);
    }

    /** The exit status of {@code sprite}. */
    public int status() {
        return status;
    }

    public List<Blocker> blockers() {
        return blockers;
    }
}
