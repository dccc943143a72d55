package dev.sprite.transport.message;

import java.util.List;

/** What either end of any link may say. */
public sealed interface LinkMessage extends Message {
    /** Done as asked; there is nothing to add. */
    record Done() implements LinkMessage {}

    /**
     * Not done, and why.
     *
     * @param status the exit status of {@code sprite} that fits
     */
    record Refused(int status, String reason, List<Blocker> blockers) implements LinkMessage {
        public Refused(int status, String reason) {
            this(status, reason, List.of());
        }
    }

    /** One obstacle to a migration; everything but {@code why} may be null. */
    record Blocker(String thread, String frame, String object, String why) {}

    /** A run of bytes of an image or a file. */
    record Page(byte[] bytes) implements LinkMessage {}

    /** The last page has been sent. */
    record PagesEnd(long total) implements LinkMessage {}

    /** Keeps a silent link from looking dead; never seen by the receiver. */
    record Heartbeat() implements LinkMessage {}

    /** Wants a {@link Done}, and is given one before anything else; never seen by the receiver. */
    record Ping() implements LinkMessage {}

    /** The sender closes the link for this reason; never seen by the receiver but as the reason. */
    record Goodbye(String reason) implements LinkMessage {}
}
