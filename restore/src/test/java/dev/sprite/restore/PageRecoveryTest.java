package dev.sprite.restore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.PageInput;
import dev.sprite.image.PageOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A page that is not whole, or not the one that belongs where it comes, is asked for again and nothing of it is used. */
class PageRecoveryTest {
    private static final int BAD = 3;

    private final byte[] content = new byte[500_000];
    private final List<byte[]> pages = new ArrayList<>();
    private final List<Integer> asked = new ArrayList<>();
    private final List<Integer> reported = new ArrayList<>();

    PageRecoveryTest() throws IOException {
        new Random(1).nextBytes(content);
        try (PageOutput out = new PageOutput(new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                pages.add(toByteArray());
                reset();
            }
        })) {
            for (int from = 0; from < content.length; from += 20_000) {
                out.write(content, from, 20_000);
                out.send();
            }
        }
    }

    private InputStream from(int first, UnaryOperator<byte[]> bad) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = first; i < pages.size(); i++) {
            all.writeBytes(i == BAD ? bad.apply(pages.get(i)) : pages.get(i));
        }
        return new ByteArrayInputStream(all.toByteArray());
    }

    private void isSentAgain(UnaryOperator<byte[]> bad) throws IOException {
        PageInput in = new PageInput(from(0, bad));
        in.recoverBy(new PageInput.Recovery() {
            @Override
            public InputStream resume(int next, IOException failure) {
                asked.add(next);
                return from(next, page -> page);
            }

            @Override
            public void received(int next) {
                reported.add(next);
            }
        });
        assertArrayEquals(content, in.readAllBytes());
        assertEquals(List.of(16), reported);
    }

    @Test
    void damaged() throws IOException {
        for (int at : new int[] {0, 3, 5, 9, 12, 10_000}) {
            asked.clear();
            reported.clear();
            isSentAgain(page -> {
                byte[] damaged = page.clone();
                damaged[at] ^= 1;
                return damaged;
            });
            assertEquals(List.of(BAD), asked);
        }
    }

    @Test
    void repeated() throws IOException {
        isSentAgain(page -> pages.get(BAD - 1));
        assertEquals(List.of(BAD), asked);
    }

    @Test
    void foreign() throws IOException {
        isSentAgain(page -> pages.get(BAD + 2));
        assertEquals(List.of(BAD), asked);
    }

    @Test
    void truncated() throws IOException {
        isSentAgain(page -> java.util.Arrays.copyOf(page, 9_000));
        assertEquals(List.of(BAD), asked);
    }

    @Test
    void withoutAnotherSource() {
        PageInput in = new PageInput(from(0, page -> new byte[40_000]));
        assertThrows(ImageFormatException.class, in::readAllBytes);
    }
}
