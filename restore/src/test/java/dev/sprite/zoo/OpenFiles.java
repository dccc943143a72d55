package dev.sprite.zoo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Streams and channels on regular files. Checked at the target alone: a check moves the offset. */
public final class OpenFiles {
    private OpenFiles() {}

    abstract static class OnFile extends Specimen {
        protected Path path;
        private long maker;

        abstract void open() throws IOException;

        abstract void goOn() throws IOException;

        @Override
        protected final void make() throws Exception {
            maker = ProcessHandle.current().pid();
            path = Files.createTempFile("sprite", getClass().getSimpleName());
            Files.writeString(path, "first line\nsecond line\nthird line\n");
            open();
        }

        @Override
        protected final void check() throws Exception {
            if (maker != ProcessHandle.current().pid()) {
                goOn();
                Files.delete(path);
            }
        }
    }

    static final class BufferedText extends OnFile {
        private BufferedReader reader;

        @Override
        void open() throws IOException {
            reader = Files.newBufferedReader(path);
            reader.readLine();
        }

        @Override
        void goOn() throws IOException {
            equal("second line", reader.readLine());
            equal("third line", reader.readLine());
            equal(null, reader.readLine());
            reader.close();
        }
    }

    static final class Unbuffered extends OnFile {
        private FileInputStream stream;
        private FileChannel channel;
        private FileInputStream sameDescriptor;

        @Override
        void open() throws IOException {
            stream = new FileInputStream(path.toFile());
            stream.readNBytes(6);
            channel = stream.getChannel();
            sameDescriptor = new FileInputStream(stream.getFD());
        }

        @Override
        void goOn() throws IOException {
            equal(6L, channel.position());
            equal("line", new String(stream.readNBytes(4)));
            equal("\nsecond", new String(sameDescriptor.readNBytes(7)));
            equal(17L, channel.position());
            stream.close();
            holds(!channel.isOpen() && !sameDescriptor.getFD().valid());
        }
    }

    static final class Appending extends OnFile {
        private BufferedWriter writer;
        private FileOutputStream stream;

        @Override
        void open() throws IOException {
            stream = new FileOutputStream(path.toFile(), true);
            writer = new BufferedWriter(new java.io.OutputStreamWriter(stream));
            stream.write("written\n".getBytes());
            writer.write("buffered\n");
        }

        @Override
        void goOn() throws IOException {
            writer.flush();
            Files.writeString(path, "by another\n", StandardOpenOption.APPEND);
            stream.write("appended\n".getBytes());
            writer.close();
            equal("first line\nsecond line\nthird line\nwritten\nbuffered\nby another\nappended\n",
                    Files.readString(path));
        }
    }

    static final class Overwriting extends OnFile {
        private FileOutputStream stream;

        @Override
        void open() throws IOException {
            stream = new FileOutputStream(path.toFile());
            stream.write("12345".getBytes());
        }

        @Override
        void goOn() throws IOException {
            stream.write("6789".getBytes());
            stream.close();
            equal("123456789", Files.readString(path));
        }
    }

    static final class RandomAccess extends OnFile {
        private RandomAccessFile file;

        @Override
        void open() throws IOException {
            file = new RandomAccessFile(path.toFile(), "rw");
            file.seek(6);
        }

        @Override
        void goOn() throws IOException {
            equal(6L, file.getFilePointer());
            file.write("LINE".getBytes());
            file.seek(0);
            equal("first LINE", file.readLine());
            file.close();
        }
    }

    static final class Channels extends OnFile {
        private FileChannel channel;

        @Override
        void open() throws IOException {
            channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.position(11);
        }

        @Override
        void goOn() throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(6);
            channel.read(bytes);
            equal("second", new String(bytes.array()));
            equal(17L, channel.position());
            channel.close();
            holds(!channel.isOpen());
        }
    }

    static final class Closed extends OnFile {
        private InputStream stream;

        @Override
        void open() throws IOException {
            stream = new FileInputStream(path.toFile());
            stream.close();
        }

        @Override
        void goOn() throws IOException {
            try {
                stream.read();
                holds(false);
            } catch (IOException expected) {
                equal("Stream Closed", expected.getMessage());
            }
        }
    }

    /** At a place that no page begins at; a view of it may be met first. */
    static final class MappedToRead extends OnFile {
        private ByteBuffer view;
        private ByteBuffer whole;
        private ByteBuffer empty;

        @Override
        void open() throws IOException {
            try (FileChannel channel = FileChannel.open(path)) {
                whole = channel.map(FileChannel.MapMode.READ_ONLY, 6, 20);
                empty = channel.map(FileChannel.MapMode.READ_ONLY, 0, 0);
            }
            view = whole.slice(5, 6);
            whole.get();
        }

        @Override
        void goOn() throws IOException {
            equal("second", text(view));
            equal("ine\n", text(whole.slice(1, 4)));
            equal(0, empty.capacity());
            Files.writeString(path, "FIRST LINE\nSECOND LINE\nTHIRD LINE\n");
            equal("SECOND", text(view.position(0)));
        }
    }

    static final class MappedToWrite extends OnFile {
        private MappedByteBuffer shared;
        private MappedByteBuffer own;

        @Override
        void open() throws IOException {
            try (FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                shared = channel.map(FileChannel.MapMode.READ_WRITE, 0, 33);
                own = channel.map(FileChannel.MapMode.PRIVATE, 11, 22);
            }
            shared.put(0, (byte) 'F');
            own.put(0, (byte) 'S');
        }

        @Override
        void goOn() throws IOException {
            equal("Second", text(own.slice(0, 6)));
            shared.put(1, (byte) 'I');
            own.put(1, (byte) 'E');
            shared.force();
            own.force();
            equal("FIrst line\nsecond line\nthird line\n", Files.readString(path));
            equal("SEcond", text(own.slice(0, 6)));
        }
    }

    static final class MappedAndGone extends OnFile {
        private ByteBuffer mapped;

        @Override
        void open() throws IOException {
            try (FileChannel channel = FileChannel.open(path)) {
                mapped = channel.map(FileChannel.MapMode.READ_ONLY, 11, 6);
            }
            Files.delete(path);
        }

        @Override
        void goOn() throws IOException {
            equal("second", text(mapped));
            Files.createFile(path);
        }
    }

    /** The JVM shows its own classes in memory that it has mapped itself. */
    static final class RuntimeImage extends OnFile {
        private FileSystem image;

        @Override
        void open() throws IOException {
            image = FileSystems.getFileSystem(URI.create("jrt:/"));
            goOn();
        }

        @Override
        void goOn() throws IOException {
            try (InputStream object = Files.newInputStream(image.getPath("/modules/java.base/java/lang/Object.class"))) {
                equal((byte) 0xca, (byte) object.read());
            }
        }
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }
}
