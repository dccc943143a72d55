package dev.sprite.image;

import java.util.List;

/** The process cannot move now; it is unharmed where it is. */
public final class NotMovableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Blocker> blockers;

    public NotMovableException(List<Blocker> blockers) {
        super(blockers.isEmpty() ? "not movable" : blockers.get(0).toString());
        this.blockers = List.copyOf(blockers);
    }

    public NotMovableException(Blocker blocker) {
        this(List.of(blocker));
    }

    /** What is in the way; never empty when a capture or a restore refused. */
    public List<Blocker> blockers() {
        return blockers;
    }
}
