package dev.sprite.image;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * Cuts an image into pages. A page is a header of twelve bytes (length, sequence number, CRC32C of the other two and
 * the content; big-endian) and its content. The top bit of the length marks the last page.
 */
public final class PageOutput extends OutputStream {
    static final int HEADER = 12;
    static final int CAPACITY = 1 << 16;
    static final int LAST = 1 << 31;

    private final OutputStream out;
    private final byte[] page = new byte[HEADER + CAPACITY];
    private final CRC32C crc = new CRC32C();
    private int used = HEADER;
    private int sequence;
    private long written;

    public PageOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        if (used == page.length) {
            send(0);
        }
        page[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (used == page.length) {
                send(0);
            }
            int some = Math.min(left, page.length - used);
            System.arraycopy(bytes, from, page, used, some);
            used += some;
            from += some;
            left -= some;
        }
    }

    /** Sends what has been written as a page of its own. */
    public void send() throws IOException {
        send(0);
        out.flush();
    }

    /** Sends the last page. Does not close the stream beneath, which may carry more than this image. */
    @Override
    public void close() throws IOException {
        send(LAST);
        out.flush();
    }

    /** The number of the page that is to leave next. */
    public int next() {
        return sequence;
    }

    /** Bytes that have left, page headers included. */
    public long written() {
        return written;
    }

    private void send(int last) throws IOException {
        putInt(0, (used - HEADER) | last);
        putInt(4, sequence++);
        crc.reset();
        crc.update(page, 0, 8);
        crc.update(page, HEADER, used - HEADER);
        putInt(8, (int) crc.getValue());
        out.write(page, 0, used);
        written += used;
        used = HEADER;
    }

    private void putInt(int at, int value) {
        page[at] = (byte) (value >> 24);
        page[at + 1] = (byte) (value >> 16);
        page[at + 2] = (byte) (value >> 8);
        page[at + 3] = (byte) value;
    }
}
