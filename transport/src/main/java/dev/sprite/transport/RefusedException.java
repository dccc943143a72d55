package dev.sprite.transport;

import dev.sprite.transport.message.LinkMessage.Blocker;
import dev.sprite.transport.message.LinkMessage.Refused;
import java.io.IOException;
import java.util.List;

/** The peer refused what it was asked for; the message is its reason. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Blocker> blockers;

    public RefusedException(int status, String reason, List<Blocker> blockers) {
        super(reason);
        this.status = status;
        this.blockers = blockers == null ? List.of() : List.copyOf(blockers);
    }

    public RefusedException(int status, String reason) {
        this(status, reason, List.of());
    }

    RefusedException(Refused refused) {
        this(refused.status(), refused.reason(), refused.blockers());
    }

    /** The exit status of {@code sprite} that fits. */
    public int status() {
        return status;
    }

    public List<Blocker> blockers() {
        return blockers;
    }

    public Refused toMessage() {
        return new Refused(status, getMessage(), blockers);
    }
}
