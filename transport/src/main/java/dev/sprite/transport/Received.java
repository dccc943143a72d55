package dev.sprite.transport;

import dev.sprite.transport.message.Message;

/** A message as received; if {@link #expectsReply()}, answer it with {@link Link#reply}. */
public record Received(Message message, int correlation) {
    public boolean expectsReply() {
        return correlation > 0;
    }
}
