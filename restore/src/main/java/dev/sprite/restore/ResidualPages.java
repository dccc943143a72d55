package dev.sprite.restore;

import com.esotericsoftware.kryo.KryoException;
import dev.sprite.image.ImageFormat;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageInput;
import dev.sprite.image.MarkWord;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.PageInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The contents that an image left out, as they arrive while the program runs: fills shells, and lets threads that touch
 * one wait for it.
 *
 * <p>One thread receives; any thread may {@linkplain #fault fault}. A page is applied as a whole before the program sees
 * any of it.
 */
public final class ResidualPages extends SpriteShells.Pager {
    private final PageInput pages;
    private final ImageInput in;
    /** Keeps every object it has met; null when all are complete. */
    private ObjectReader reader;
    /** Asks the source for the content of an object; called by threads of the program, so it must not block. */
    private volatile IntConsumer request;
    private volatile boolean complete;
    private volatile int outstanding;
    private long faults;
    private int faulting;
    /** What threads wait for, or have waited for. */
    private int[] wanted = new int[8];
    private int wantedCount;

    ResidualPages(PageInput pages, ImageInput in, ObjectReader reader) {
        this.pages = pages;
        this.in = in;
        this.reader = reader;
        outstanding = reader.shells().outstanding();
        complete = outstanding == 0;
    }

    /** Faults are passed on to {@code newRequest} from now on. */
    public void request(IntConsumer newRequest) {
        request = newRequest;
    }

    /** From now on, has pages sent again that do not arrive. */
    public void recoverBy(PageInput.Recovery recovery) {
        pages.recoverBy(recovery);
    }

    /** The number of the page that is to come next; for whoever receives. */
    public int nextPage() {
        return pages.next();
    }

    /** What threads wait for now. */
    public synchronized int[] wanted() {
        int count = 0;
        for (int i = 0; i < wantedCount; i++) {
            if (isWaiting(wanted[i])) {
                wanted[count++] = wanted[i];
            }
        }
        wantedCount = count;
        return Arrays.copyOf(wanted, count);
    }

    /**
     * Receives one page.
     *
     * @return false if that was the last word
     * @throws ImageFormatException if it is damaged; nothing of it has been shown to the program
     */
    public boolean receive() throws IOException, NotMovableException {
        try {
            int kind = in.number();
            synchronized (this) {
                if (kind == ImageFormat.PAGE) {
                    reader.waiting();
                    reader.parts();
                    reader.complete();
                } else if (kind == ImageFormat.SECTION) {
                    reader.section();
                    reader.parts();
                    reader.complete();
                } else if (kind == ImageFormat.LAST && reader.shells().outstanding() == 0) {
                    complete = true;
                } else {
                    throw new ImageFormatException("image damaged: " + reader.shells().outstanding()
                            + " objects have no content at its end");
                }
                outstanding = reader.shells().outstanding();
                if (complete) {
                    reader = null;
                }
                if (faulting > 0) {
                    notifyAll();
                }
                return !complete;
            }
        } catch (KryoException e) {
            throw ImageInput.unwrap(e);
        }
    }

    /** Whether every object has its content. */
    public boolean isComplete() {
        return complete;
    }

    /** How often a thread had to wait. */
    public synchronized long faults() {
        return faults;
    }

    /** How many objects have been met that have no content yet. */
    public int outstanding() {
        return outstanding;
    }

    @Override
    public void fault(Object object) {
        boolean interrupted = false;
        synchronized (this) {
            int position = complete ? -1 : reader.shells().position(object);
            if (isWaiting(position)) {
                faults++;
                want(position);
                request.accept(position);
            }
            faulting++;
            while (isWaiting(position)) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            faulting--;
            MarkWord.fill(object); // it may have been locked when it was filled
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWaiting(int position) {
        return !complete && reader.shells().isWaiting(position);
    }

    private void want(int position) {
        if (wantedCount == wanted.length) {
            wanted(); // drops what has come
            wanted = Arrays.copyOf(wanted, Math.max(wanted.length, wantedCount * 2));
        }
        wanted[wantedCount++] = position;
    }

    /** Waits until every object has its content. */
    public synchronized void drain() {
        boolean interrupted = false;
        faulting++;
        while (!complete) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        faulting--;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
