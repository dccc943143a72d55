package dev.sprite.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.image.ImageFormat;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageOutput;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.PageInput;
import dev.sprite.image.PageOutput;
import dev.sprite.image.Raw;
import dev.sprite.zoo.Collections;
import dev.sprite.zoo.Library;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that is not whole is rejected with one clear error, whatever is wrong with it. */
class DamagedImageTest {
    private static final int HEADER = 12;
    private static final int PAGE = HEADER + (1 << 16);

    @TempDir
    private static Path folder;

    private static byte[] image;

    @BeforeAll
    static void capture() throws Exception {
        Path file = folder.resolve("image");
        Jvm.run(folder, List.of(), Source.class, file.toString(), Collections.class.getName(),
                Library.class.getName());
        image = Files.readAllBytes(file);
    }

    /** Reads without putting the process in place: this JVM has a life of its own. */
    private static void read(byte[] bytes) throws IOException, NotMovableException {
        HeapRestore.rehearse(new ByteArrayInputStream(bytes), null, Source.roles());
    }

    private static ImageFormatException rejected(byte[] bytes) {
        return assertThrows(ImageFormatException.class, () -> read(bytes));
    }

    @Test
    void wholeImageIsRead() throws Exception {
        read(image);
    }

    @Test
    void truncatedAtEveryPageBoundary() {
        for (int at = 0; at < image.length; at += PAGE) {
            String message = rejected(Arrays.copyOf(image, at)).getMessage();
            assertTrue(message.startsWith("image truncated"), message);
        }
    }

    @Test
    void truncatedAnywhere() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            String message = rejected(Arrays.copyOf(image, random.nextInt(image.length))).getMessage();
            assertTrue(message.startsWith("image truncated"), message);
        }
    }

    @Test
    void anyFlippedBitIsFound() {
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            byte[] flipped = image.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            rejected(flipped);
        }
    }

    @Test
    void swappedPagesAreFound() throws IOException {
        byte[] pages = paged(new byte[3 << 16]);
        byte[] swapped = pages.clone();
        System.arraycopy(pages, PAGE, swapped, 0, PAGE);
        System.arraycopy(pages, 0, swapped, PAGE, PAGE);
        String message = rejected(swapped).getMessage();
        assertTrue(message.contains("page 1 where page 0 was expected"), message);
    }

    /** Damage that a checksum cannot see, as a faulty writer would do it: never anything but a clean refusal. */
    @Test
    void nonsenseWithRightChecksums() throws Exception {
        byte[] content = new PageInput(new ByteArrayInputStream(image)).readAllBytes();
        Random random = new Random(3);
        int rejected = 0;
        for (int i = 0; i < 100; i++) {
            byte[] damaged = content.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] = (byte) random.nextInt();
            try {
                read(paged(damaged));
            } catch (ImageFormatException | NotMovableException e) {
                rejected++;
            }
        }
        assertTrue(rejected > 0);
    }

    @Test
    void falseLengthIsNotBelieved() {
        ImageFormatException e = rejected(written(out -> {
            header(out, ImageFormat.VERSION, Runtime.version().feature());
            out.number(0);
            out.number(1);
            out.number(ImageFormat.NEW);
            out.number(0);
            out.number(ImageFormat.CODED);
            out.number(2);
            out.int32(0);
            out.number(2);
            out.number(ImageFormat.CODED);
            out.number(2);
            out.int32(0);
            out.number(1);
            out.number(6);
            out.number(Integer.MAX_VALUE);
        }));
        assertTrue(e.getMessage().startsWith("image oversized"), e.getMessage());
    }

    @Test
    void foreignVersionsAreNamed() {
        ImageFormatException format = rejected(written(out -> header(out, 99, Runtime.version().feature())));
        assertTrue(format.getMessage().startsWith("image of format 99"), format.getMessage());
        ImageFormatException jdk = rejected(written(out -> header(out, ImageFormat.VERSION, 11)));
        assertTrue(jdk.getMessage().startsWith("image from JDK 11"), jdk.getMessage());
        ImageFormatException other = rejected(written(out -> out.int32(42)));
        assertEquals("not an image of a process", other.getMessage());
    }

    private static void header(ImageOutput out, int version, int feature) {
        out.int32(ImageFormat.MAGIC);
        out.number(version);
        out.number(feature);
        out.text(ImageFormat.AGENT_VERSION);
        out.number(Raw.arrayBase(byte[].class));
    }

    private static byte[] written(Consumer<ImageOutput> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PageOutput pages = new PageOutput(bytes)) {
            ImageOutput out = new ImageOutput(pages);
            content.accept(out);
            out.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] paged(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PageOutput pages = new PageOutput(bytes)) {
            pages.write(content);
        }
        return bytes.toByteArray();
    }
}
