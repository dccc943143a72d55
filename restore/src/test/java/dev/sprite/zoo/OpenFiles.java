package dev.sprite.zoo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
}
