package dev.sprite.transport;

import dev.sprite.transport.message.MalformedMessageException;
import dev.sprite.transport.message.Message;
import dev.sprite.transport.message.MessageKind;

/**
 * One frame as it arrived: payload length (u32), kind (u8), correlation (i32), payload. The correlation is 0 for a
 * one-way message, {@code n > 0} for a request and {@code -n} for its reply.
 */
record Frame(MessageKind kind, int correlation, byte[] payload) {
    static final int HEADER = 9;

    Message message() throws MalformedMessageException {
        return kind.decode(payload);
    }
}
