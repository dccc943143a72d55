package dev.sprite.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * Reads what {@link PageOutput} wrote. No byte of a page is handed on before the whole page has been checked, and
 * nothing beyond the last page is taken from the stream beneath.
 */
public final class PageInput extends InputStream {
    /** So many pages are received between two reports. */
    private static final int REPORTED = 16;

    private InputStream in;
    private final byte[] header = new byte[PageOutput.HEADER];
    private final byte[] page = new byte[PageOutput.CAPACITY];
    private final CRC32C crc = new CRC32C();
    private int next;
    private int end;
    private int sequence;
    private boolean last;
    private long read;
    private Recovery recovery;

    /** Where pages come from when they cannot be had from where they came before. */
    public interface Recovery {
        /**
         * A page is not whole, or not the one that belongs here; nothing of it has been handed on.
         *
         * @param next the number of the page with which to begin anew
         * @throws IOException if there is nowhere to have it from
         */
        InputStream resume(int next, IOException failure) throws IOException;

        /** All pages before the {@code next} one have been received, and need not be kept. */
        void received(int next);
    }

    public PageInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return next < end || receive() ? page[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == end && !receive()) {
            return -1;
        }
        int some = Math.min(length, end - next);
        System.arraycopy(page, next, bytes, offset, some);
        next += some;
        return some;
    }

    /** From now on, has pages that do not arrive sent again. */
    public void recoverBy(Recovery newRecovery) {
        recovery = newRecovery;
    }

    /** The number of the page that is to come next. */
    public int next() {
        return sequence;
    }

    /** Bytes taken from the stream beneath, page headers included. */
    public long taken() {
        return read;
    }

    private boolean receive() throws IOException {
        while (next == end) {
            if (last) {
                return false;
            }
            receiveWhole();
        }
        return true;
    }

    private void receiveWhole() throws IOException {
        for (int expected = sequence; sequence == expected; ) {
            try {
                receivePage();
            } catch (IOException e) {
                if (recovery == null) {
                    throw e;
                }
                in = recovery.resume(sequence, e);
            }
        }
        if (recovery != null && sequence % REPORTED == 0) {
            recovery.received(sequence);
        }
    }

    private void receivePage() throws IOException {
        readFully(header, header.length);
        int length = getInt(0) & ~PageOutput.LAST;
        if (length > PageOutput.CAPACITY) {
            throw new ImageFormatException("image damaged: page " + sequence + " claims " + length + " bytes, at most "
                    + PageOutput.CAPACITY + " are allowed");
        }
        if (getInt(4) != sequence) {
            throw new ImageFormatException("image damaged: page " + getInt(4) + " where page " + sequence
                    + " was expected");
        }
        readFully(page, length);
        crc.reset();
        crc.update(header, 0, 8);
        crc.update(page, 0, length);
        if ((int) crc.getValue() != getInt(8)) {
            throw new ImageFormatException("image damaged: page " + sequence + " fails its checksum");
        }
        last = (getInt(0) & PageOutput.LAST) != 0;
        sequence++;
        read += PageOutput.HEADER + length;
        next = 0;
        end = length;
    }

    private void readFully(byte[] into, int length) throws IOException {
        int got = in.readNBytes(into, 0, length);
        if (got < length) {
            throw new ImageFormatException("image truncated: it ends within page " + sequence);
        }
    }

    private int getInt(int at) {
        return (header[at] & 0xff) << 24 | (header[at + 1] & 0xff) << 16 | (header[at + 2] & 0xff) << 8
                | header[at + 3] & 0xff;
    }
}
