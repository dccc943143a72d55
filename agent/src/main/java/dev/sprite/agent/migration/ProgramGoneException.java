package dev.sprite.agent.migration;

import java.io.IOException;

/**
 * The program must not run in this JVM any more, and there is nothing to report about it: home did not answer when it
 * was asked to commit, so that the program may run at the target by now; or home did commit, and the target was not
 * heard of again.
 */
final class ProgramGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    ProgramGoneException(String message, IOException cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
