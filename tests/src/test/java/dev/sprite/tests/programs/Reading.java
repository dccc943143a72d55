package dev.sprite.tests.programs;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads one file of numbered lines in several ways at once, the first half ahead of the gate. */
public final class Reading {
    private Reading() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String file = args[1];
        try (InputStream stream = new FileInputStream(file);
                BufferedReader reader = new BufferedReader(new FileReader(file));
                RandomAccessFile random = new RandomAccessFile(file, "r");
                FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
            int half = (int) (random.length() / 2);
            long sum = digest(stream, half, 0);
            long lines = lines(reader, 500, 0);
            random.seek(half + 11);
            ByteBuffer bytes = ByteBuffer.allocate(100);
            channel.read(bytes);
            Gate.await(args[0]);
            System.out.println("stream " + digest(stream, Integer.MAX_VALUE, sum));
            System.out.println("reader " + lines(reader, Integer.MAX_VALUE, lines));
            System.out.println("random " + random.getFilePointer() + " " + random.readLine() + " " + random.readLine());
            bytes.clear();
            channel.read(bytes);
            System.out.println("channel " + channel.position() + " " + new String(bytes.array()).hashCode());
        }
    }

    private static long digest(InputStream in, int count, long sum) throws IOException {
        for (int i = 0; i < count; i++) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            sum = sum * 31 + b;
        }
        return sum;
    }

    private static long lines(BufferedReader in, int count, long sum) throws IOException {
        for (int i = 0; i < count; i++) {
            String line = in.readLine();
            if (line == null) {
                break;
            }
            sum = sum * 31 + line.hashCode();
        }
        return sum;
    }
}
