package dev.sprite.zoo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Objects with a part outside the heap. Checked at the target alone: a check goes on where the source stopped. */
public final class Outside {
    private static final byte[] TEXT = text();

    private Outside() {}

    /** Compresses well, but not so well that a window is not needed. */
    private static byte[] text() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) {
            text.append("line ").append(random.nextInt(1000)).append(": ").append(random.nextGaussian()).append('\n');
        }
        return text.toString().getBytes();
    }

    private static byte[] compressed(int level, int strategy, boolean raw) {
        Deflater deflater = new Deflater(level, raw);
        deflater.setStrategy(strategy);
        deflater.setInput(TEXT);
        deflater.finish();
        byte[] result = new byte[TEXT.length * 2];
        int length = 0;
        while (!deflater.finished()) {
            length += deflater.deflate(result, length, result.length - length);
        }
        deflater.end();
        return Arrays.copyOf(result, length);
    }

    abstract static class Midway extends Specimen {
        private long maker;

        abstract void begin() throws Exception;

        abstract void goOn() throws Exception;

        @Override
        protected final void make() throws Exception {
            maker = ProcessHandle.current().pid();
            begin();
        }

        @Override
        protected final void check() throws Exception {
            if (maker != ProcessHandle.current().pid()) {
                goOn();
            }
        }
    }

    /** Stopped after every so many bytes, within codes, matches, headers and stored blocks. */
    static final class Inflating extends Midway {
        private final List<InputStream> streams = new ArrayList<>();
        private final List<Integer> read = new ArrayList<>();

        @Override
        void begin() throws Exception {
            for (int read = 0; read < TEXT.length; read += 23_456) {
                add(read, new InflaterInputStream(input(9, Deflater.DEFAULT_STRATEGY, false)));
                add(read, new InflaterInputStream(input(1, Deflater.DEFAULT_STRATEGY, true), new Inflater(true)));
                add(read, new InflaterInputStream(input(6, Deflater.HUFFMAN_ONLY, false), new Inflater(), 7));
                add(read, new InflaterInputStream(input(0, Deflater.DEFAULT_STRATEGY, true), new Inflater(true), 31));
            }
        }

        private static InputStream input(int level, int strategy, boolean raw) {
            return new ByteArrayInputStream(compressed(level, strategy, raw));
        }

        private void add(int bytes, InputStream stream) throws Exception {
            equal(bytes, stream.readNBytes(bytes).length);
            streams.add(stream);
            read.add(bytes);
        }

        @Override
        void goOn() throws Exception {
            for (int i = 0; i < streams.size(); i++) {
                byte[] rest = streams.get(i).readAllBytes();
                holds(Arrays.equals(rest, Arrays.copyOfRange(TEXT, read.get(i), TEXT.length)));
                streams.get(i).close();
            }
        }
    }

    static final class FixedCodes extends Midway {
        private final Inflater inflater = new Inflater(true);

        @Override
        void begin() throws Exception {
            Deflater deflater = new Deflater(9, true);
            deflater.setInput("a few letters".getBytes());
            deflater.finish();
            byte[] all = new byte[100];
            int length = deflater.deflate(all);
            holds((all[0] & 6) == 2);
            inflater.setInput(all, 0, length);
            equal(2, inflater.inflate(new byte[2]));
        }

        @Override
        void goOn() throws Exception {
            byte[] rest = new byte[100];
            equal("few letters", new String(rest, 0, inflater.inflate(rest)));
            holds(inflater.finished());
            inflater.reset();
            inflater.end();
        }
    }

    static final class Compressors extends Midway {
        private final Deflater fresh = new Deflater(Deflater.BEST_SPEED, true);
        private final Deflater reset = new Deflater();
        private final Deflater ended = new Deflater();
        private final Inflater fed = new Inflater();

        @Override
        void begin() {
            reset.setInput(TEXT);
            reset.finish();
            reset.deflate(new byte[TEXT.length]);
            reset.reset();
            ended.end();
            fed.setInput(compressed(6, Deflater.DEFAULT_STRATEGY, false));
        }

        @Override
        void goOn() throws Exception {
            byte[] back = new byte[TEXT.length];
            equal(TEXT.length, fed.inflate(back));
            holds(Arrays.equals(TEXT, back));
            equal(size(new Deflater(Deflater.BEST_SPEED, true)), size(fresh));
            equal(size(new Deflater()), size(reset));
            try {
                size(ended);
                holds(false);
            } catch (NullPointerException | IllegalStateException expected) {
                equal("Deflater has been closed", expected.getMessage());
            }
        }

        private static int size(Deflater deflater) {
            deflater.setInput(TEXT);
            deflater.finish();
            return deflater.deflate(new byte[TEXT.length]);
        }
    }

    /** At all levels, with pending output and matches that reach back to what was fed before. */
    static final class Deflaters extends Midway {
        private static final int FED = 70_000;

        private final List<Begun> begun = new ArrayList<>();

        /** One that has had the first part of its input and has given some of its output. */
        private static final class Begun {
            private final Deflater deflater;
            private final byte[] output = new byte[TEXT.length * 2];
            private int length;

            Begun(int which) {
                deflater = which < 10 ? new Deflater(which, which % 2 == 0) : new Deflater(9, which == 10);
                deflater.setStrategy(which < 10 ? Deflater.DEFAULT_STRATEGY
                        : which == 10 ? Deflater.FILTERED : Deflater.HUFFMAN_ONLY);
                int fed = which < 10 ? which * 7_000 + 1 : FED;
                deflater.setInput(TEXT, 0, fed);
                while (!deflater.needsInput()) {
                    length += deflater.deflate(output, length, 1000);
                }
                deflater.setInput(TEXT, fed, TEXT.length - fed);
                length += deflater.deflate(output, length, 100); // more is pending
            }

            byte[] finish() {
                deflater.finish();
                while (!deflater.finished()) {
                    length += deflater.deflate(output, length, output.length - length);
                }
                equal((long) length, deflater.getBytesWritten());
                deflater.reset();
                deflater.end();
                return Arrays.copyOf(output, length);
            }
        }

        @Override
        void begin() {
            for (int which = 0; which < 12; which++) {
                begun.add(new Begun(which));
            }
        }

        @Override
        void goOn() {
            for (int which = 0; which < 12; which++) {
                holds(Arrays.equals(new Begun(which).finish(), begun.get(which).finish()));
            }
        }
    }

    static final class Archives extends Midway {
        private Path path;
        private ZipFile zip;
        private InputStream entry;
        private InputStream gzip;

        @Override
        void begin() throws Exception {
            path = Files.createTempFile("sprite", ".zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
                for (String name : List.of("a", "b")) {
                    out.putNextEntry(new ZipEntry(name));
                    out.write(TEXT);
                }
            }
            zip = new ZipFile(path.toFile());
            zip.getInputStream(zip.getEntry("a")).readAllBytes();
            entry = zip.getInputStream(zip.getEntry("b"));
            entry.readNBytes(100_001);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(bytes)) {
                out.write(TEXT);
            }
            gzip = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            gzip.readNBytes(12_345);
        }

        @Override
        void goOn() throws Exception {
            equal(TEXT.length - 100_001, entry.readAllBytes().length);
            equal(TEXT.length, zip.getInputStream(zip.getEntry("a")).readAllBytes().length);
            equal(2, zip.size());
            zip.close();
            equal(TEXT.length - 12_345, gzip.readAllBytes().length); // checks the sum, too
            Files.delete(path);
        }
    }

    static final class DirectBuffers extends Midway {
        private final LongBuffer numbers;
        private final ByteBuffer slice;
        private final ByteBuffer whole;
        private final ByteBuffer readOnly;
        private final ByteBuffer empty = ByteBuffer.allocateDirect(0);

        DirectBuffers() {
            whole = ByteBuffer.allocateDirect(10_000).order(ByteOrder.LITTLE_ENDIAN);
            slice = whole.slice(8, 100);
            numbers = whole.asLongBuffer();
            readOnly = slice.asReadOnlyBuffer();
        }

        @Override
        void begin() {
            numbers.put(0, 42).put(1, -7).put(1249, 99);
            whole.position(17);
        }

        @Override
        void goOn() {
            equal(42L, numbers.get(0));
            equal(-7L, slice.order(ByteOrder.LITTLE_ENDIAN).getLong(0));
            equal(17, whole.position());
            equal(99L, whole.getLong(9992));
            slice.put(0, (byte) 1);
            equal((byte) 1, readOnly.get(0));
            equal((byte) 1, whole.get(8));
            equal(0, empty.capacity());
        }
    }

    static final class Cleanables extends Midway {
        private ZipFile forgotten;
        private Path path;

        @Override
        void begin() throws Exception {
            path = Files.createTempFile("sprite", ".zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
                out.putNextEntry(new ZipEntry("only"));
            }
            forgotten = new ZipFile(path.toFile());
        }

        /** What is forgotten after the move is closed by the cleaner of this JVM. */
        @Override
        void goOn() throws Exception {
            holds(open());
            forgotten = null;
            for (int i = 0; i < 100 && open(); i++) {
                System.gc();
                Thread.sleep(20);
            }
            holds(!open());
            Files.delete(path);
        }

        private boolean open() throws Exception {
            try (var links = Files.list(Path.of("/proc/self/fd"))) {
                return links.anyMatch(link -> {
                    try {
                        return Files.readSymbolicLink(link).equals(path);
                    } catch (java.io.IOException e) {
                        return false;
                    }
                });
            }
        }
    }

    /** What has been drawn on refers to how the JVM draws, until it draws the next time. */
    static final class Images extends Midway {
        private BufferedImage image;

        @Override
        void begin() {
            image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
            draw(new Rectangle(1, 1, 5, 5));
        }

        @Override
        void goOn() {
            draw(new Rectangle(5, 1, 5, 5));
            equal(Color.RED.getRGB(), image.getRGB(1, 1));
            equal(Color.RED.getRGB(), image.getRGB(9, 5));
            equal(Color.BLACK.getRGB(), image.getRGB(10, 1));
        }

        private void draw(Rectangle area) {
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(Color.RED);
            graphics.fill(area);
            graphics.dispose();
        }
    }
}
