package dev.sprite.agent.migration;

import java.io.IOException;

/**
 * Home did not answer when it was asked to commit. The program may run at the target by now, so it must not run here
 * any more; and without its home it could not go on anyway.
 */
final class DecisionUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    DecisionUnknownException(IOException cause) {
        super("lost home while it decided: " + cause.getMessage(), cause);
    }
}
