package dev.sprite.transport.message;

import java.io.IOException;

/** A peer sent something that is not a message; the link it came over is of no more use. */
public final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
