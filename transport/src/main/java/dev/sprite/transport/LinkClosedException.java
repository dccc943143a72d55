package dev.sprite.transport;

import java.io.IOException;

/** The link is closed; the message says by whom and why. */
public final class LinkClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    public LinkClosedException(String message) {
        super(message);
    }
}
