package dev.sprite.capture;

import com.esotericsoftware.kryo.KryoException;
import dev.sprite.image.ImageFormat;
import dev.sprite.image.ImageOutput;
import dev.sprite.image.PageOutput;
import java.io.IOException;

/**
 * The contents that an image left out, written page by page, in any order. What has been written is not kept unless
 * the JVM would notice that it has gone: the room may be needed. For one thread.
 */
public final class ResidualHeap {
    private final ObjectWriter writer;
    private final ImageOutput out;
    private final PageOutput pages;
    private Sending beforeSending = () -> {};
    private final LargeArrays arrays;
    private int cursor;

    ResidualHeap(ObjectWriter writer, ImageOutput out, PageOutput pages) {
        this.writer = writer;
        this.out = out;
        this.pages = pages;
        arrays = new LargeArrays(writer, out);
        writer.letGoOfWritten();
    }

    /** What is to be done for what a page leads to outside the heap. */
    public interface Sending {
        void prepare() throws IOException;
    }

    /** Has {@code action} done whenever a page has been written, and before the target can have it. */
    public void beforeSending(Sending action) {
        beforeSending = action;
    }

    /**
     * Writes a page that has the contents of some objects, and of others near them; of large arrays the first section at
     * most, then they are {@linkplain #isAwaited awaited}.
     *
     * @param wanted numbers of objects, as the target counts them; those whose content has been sent are passed over
     * @param most about how many bytes there may be
     * @throws IllegalArgumentException if there is no such object
     */
    public void write(int[] wanted, long most) throws IOException {
        for (int position : wanted) {
            if (!writer.isPosition(position)) {
                throw new IllegalArgumentException("there is no object " + position);
            }
        }
        Positions small = new Positions();
        for (int position : wanted) {
            if (writer.isLargeArray(position)) {
                arrays.await(position);
            } else {
                small.add(position);
            }
        }
        if (small.count() == 0 && arrays.areAwaited()) {
            section();
        } else {
            page(small.toArray(), most);
        }
    }

    /** Whether {@link #writeNext} goes on with an array that somebody waits for. */
    public boolean isAwaited() {
        return arrays.areAwaited();
    }

    /**
     * Writes the next page in the order in which objects are reached, or a section of an array.
     *
     * @return whether there was one
     */
    public boolean writeNext(long most) throws IOException {
        if (!arrays.areBegun()) {
            cursor = writer.nextWaiting(cursor);
            if (cursor < 0) {
                return false;
            }
            if (!writer.isLargeArray(cursor)) {
                page(new int[] {cursor}, most);
                return true;
            }
            arrays.begin(cursor);
        }
        section();
        return true;
    }

    private void section() throws IOException {
        try {
            arrays.write();
            send();
        } catch (KryoException e) {
            throw unwrap(e);
        }
    }

    private void page(int[] first, long most) throws IOException {
        try {
            out.number(ImageFormat.PAGE);
            writer.waiting(first, most);
            send();
        } catch (KryoException e) {
            throw unwrap(e);
        }
    }

    private void send() throws IOException {
        writer.parts();
        beforeSending.prepare();
        out.flush();
        pages.send();
        writer.letGo();
    }

    private static IOException unwrap(KryoException e) {
        return e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }

    /** Says that there is nothing more. */
    public void end() throws IOException {
        out.number(ImageFormat.LAST);
        out.flush();
        pages.close();
    }

    /** The number of the page that is written next. */
    public int next() {
        return pages.next();
    }

    /** Objects written so far, in the image and since. */
    public long objects() {
        return writer.objects();
    }

    /** Bytes written so far, in the image and since. */
    public long bytes() {
        return pages.written();
    }
}
