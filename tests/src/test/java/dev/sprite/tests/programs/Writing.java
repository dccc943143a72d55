package dev.sprite.tests.programs;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes several files in several ways, a part of each ahead of the gate, most of it still in buffers there. */
public final class Writing {
    private Writing() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[1]);
        try (OutputStream stream = new FileOutputStream(folder.resolve("stream").toFile());
                OutputStream buffered =
                        new BufferedOutputStream(new FileOutputStream(folder.resolve("buffered").toFile()));
                OutputStream append = new FileOutputStream(folder.resolve("append").toFile(), true);
                PrintWriter writer = new PrintWriter(new FileWriter(folder.resolve("writer").toFile()));
                RandomAccessFile random = new RandomAccessFile(folder.resolve("random").toFile(), "rw");
                FileChannel channel = FileChannel.open(
                        folder.resolve("channel"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            random.setLength(10_000);
            for (int part = 0; part < 2; part++) {
                for (int i = 0; i < 300; i++) {
                    byte[] line = ("part " + part + " line " + i + "\n").getBytes(StandardCharsets.US_ASCII);
                    stream.write(line);
                    buffered.write(line);
                    append.write(line);
                    writer.println("part " + part + " line " + i);
                    random.write(line, 0, line.length / 2);
                    channel.write(ByteBuffer.wrap(line));
                }
                if (part == 0) {
                    random.seek(5_000);
                    Gate.await(args[0]);
                }
            }
        }
        System.out.println("written");
    }
}
