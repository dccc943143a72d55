package dev.sprite.transport;

import dev.sprite.transport.message.LinkMessage.PagesEnd;
import java.io.IOException;
import java.io.OutputStream;

/** Sends what is written to it as pages; closing it sends the end mark and leaves the link open. */
public final class PageOutput extends OutputStream {
    private final Link link;
    private final byte[] page = new byte[256 << 10];
    private int filled;
    private long total;
    private boolean closed;

    public PageOutput(Link link) {
        this.link = link;
    }

    /** Bytes written so far. */
    public long total() {
        return total + filled;
    }

    @Override
    public void write(int value) throws IOException {
        if (filled == page.length) {
            flush();
        }
        page[filled++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (filled == page.length) {
                flush();
            }
            int part = Math.min(left, page.length - filled);
            System.arraycopy(bytes, from, page, filled, part);
            filled += part;
            from += part;
            left -= part;
        }
    }

    @Override
    public void flush() throws IOException {
        if (filled > 0) {
            link.sendPage(page, 0, filled);
            total += filled;
            filled = 0;
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            flush();
            link.send(new PagesEnd(total));
        }
    }
}
