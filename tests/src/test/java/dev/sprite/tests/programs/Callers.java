package dev.sprite.tests.programs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SplittableRandom;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** Streams, visitors and handlers of the program beneath the JDK's readers, writers, compressors, walks and parsers. */
public final class Callers {
    private static final String TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(40);

    private Callers() {}

    private static final class Slow extends FilterOutputStream {
        Slow(OutputStream to) {
            super(to);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int i = 0; i < length; i += 100) {
                out.write(bytes, offset + i, Math.min(100, length - i));
            }
        }
    }

    private static final class Sparing extends FilterInputStream {
        Sparing(InputStream from) {
            super(from);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int sum = 0;
            for (int i = 0; i < 3; i++) {
                sum += i;
            }
            return in.read(bytes, offset, Math.min(length, 200 + sum));
        }
    }

    public static void main(String[] args) throws Exception {
        streams();
        files(Path.of(args[0]));
        markup();
        log();
        numbers();
        message();
    }

    private static void streams() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer writer = new OutputStreamWriter(new GZIPOutputStream(new Slow(bytes)), StandardCharsets.UTF_8)) {
            writer.write(TEXT);
        }
        CheckedInputStream checked =
                new CheckedInputStream(new Sparing(new ByteArrayInputStream(bytes.toByteArray())), new CRC32());
        try (Reader reader = Channels.newReader(
                Channels.newChannel(new Sparing(new GZIPInputStream(checked))), StandardCharsets.UTF_8)) {
            StringWriter all = new StringWriter();
            System.out.println(reader.transferTo(all) + " " + TEXT.contentEquals(all.getBuffer()));
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        new PrintStream(new Slow(printed), true).printf("%s%n", TEXT);
        System.out.println(printed.size());
    }

    private static void files(Path folder) throws IOException {
        Path file = Files.createDirectories(folder.resolve("a/b")).resolve("file");
        System.out.println(Files.copy(new Sparing(new ByteArrayInputStream(TEXT.getBytes())), file));
        System.out.println(Files.copy(file, new Slow(new ByteArrayOutputStream())));
        StringBuilder seen = new StringBuilder();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                for (String part : folder.relativize(path).toString().split("/")) {
                    seen.append(part).append('.');
                }
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException failure) throws IOException {
                seen.append(path.equals(folder) ? "end" : path.getFileName());
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }
        });
        System.out.println(seen);
    }

    private static void markup() throws Exception {
        String document = "<list>" + "<item kind='fox'>quick</item><item>lazy</item>".repeat(10) + "</list>";
        StringBuilder text = new StringBuilder();
        SAXParserFactory.newInstance().newSAXParser().parse(new InputSource(new StringReader(document)),
                new DefaultHandler() {
                    @Override
                    public void startElement(String uri, String local, String name, Attributes attributes) {
                        for (int i = 0; i < attributes.getLength(); i++) {
                            text.append(attributes.getValue(i));
                        }
                    }

                    @Override
                    public void characters(char[] characters, int start, int length) {
                        for (int i = 0; i < length; i++) {
                            text.append(characters[start + i]);
                        }
                    }
                });
        System.out.println(text);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        TransformerFactory.newInstance().newTransformer()
                .transform(new StreamSource(new StringReader(document)), new StreamResult(new Slow(copy)));
        System.out.println(copy.size());
    }

    private static void numbers() {
        StringBuilder drawn = new StringBuilder();
        new SplittableRandom(5).ints(20, 0, 100).forEach(number -> drawn.append(lengthOf(number)));
        new SplittableRandom(6).doubles(20).forEach(number -> drawn.append(lengthOf(number)));
        System.out.println(drawn);
    }

    private static int lengthOf(Object number) {
        return String.valueOf(number).length();
    }

    private static void message() {
        System.out.println(new IllegalStateException() {
            @Override
            public String getMessage() {
                return "of length " + lengthOf(TEXT);
            }
        });
    }

    private static void log() {
        Logger logger = Logger.getLogger("callers");
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                for (Object each : record.getParameters()) {
                    System.out.println(record.getMessage() + each);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        logger.log(Level.WARNING, "at ", new Object[] {1, 2, 3});
    }
}
