package dev.sprite.transport;

import dev.sprite.transport.message.LinkMessage.Page;
import dev.sprite.transport.message.LinkMessage.PagesEnd;
import dev.sprite.transport.message.MalformedMessageException;
import dev.sprite.transport.message.Message;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads the pages that arrive on a link up to their end mark, as the peer's {@link PageOutput} sends them. */
public final class PageInput extends InputStream {
    private final Link link;
    private final Duration patience;
    private byte[] page = {};
    private int position;
    private long total;
    private boolean ended;

    /**
     * Reads from {@code link}, of which nothing else may receive meanwhile.
     *
     * @param patience how long to wait for each page
     */
    public PageInput(Link link, Duration patience) {
        this.link = link;
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        return fill() ? page[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int part = Math.min(length, page.length - position);
        System.arraycopy(page, position, bytes, offset, part);
        position += part;
        return part;
    }

    private boolean fill() throws IOException {
        while (position == page.length && !ended) {
            Message message = link.receive(patience).message();
            if (message instanceof Page next) {
                page = next.bytes();
                position = 0;
                total += page.length;
            } else if (message instanceof PagesEnd end) {
                ended = true;
                if (end.total() != total) {
                    throw new EOFException("received " + total + " of " + end.total() + " bytes from " + link.peer());
                }
            } else {
                throw new MalformedMessageException(
                        link.peer() + " sent " + message.getClass().getSimpleName() + " among pages");
            }
        }
        return position < page.length;
    }
}
