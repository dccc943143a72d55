package dev.sprite.bench;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import dev.sprite.samples.heaps.HeapKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.Locale;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * How fast serialisers write and read the heaps that {@link HeapMove} moves, in memory, once warm. MB are of the heap.
 *
 * <p>Usage: {@code Serialised [MEGABYTES [KIND,… [ROUNDS]]]}.
 */
public final class Serialised {
    private Serialised() {}

    /** A library. */
    private interface Serialiser {
        void write(Object heap, OutputStream out) throws IOException;

        Object read(InputStream in) throws IOException, ClassNotFoundException;
    }

    private static final class ByKryo implements Serialiser {
        private static Kryo kryo() {
            Kryo kryo = new Kryo();
            kryo.setReferences(true);
            kryo.setRegistrationRequired(false);
            kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
            return kryo;
        }

        @Override
        public void write(Object heap, OutputStream out) {
            Output output = new Output(out, 1 << 16);
            kryo().writeClassAndObject(output, heap);
            output.flush();
        }

        @Override
        public Object read(InputStream in) {
            return kryo().readClassAndObject(new Input(in, 1 << 16));
        }
    }

    private static final class ByJdk implements Serialiser {
        @Override
        public void write(Object heap, OutputStream out) throws IOException {
            ObjectOutputStream output = new ObjectOutputStream(out);
            output.writeObject(heap);
            output.flush();
        }

        @Override
        public Object read(InputStream in) throws IOException, ClassNotFoundException {
            return new ObjectInputStream(in).readObject();
        }
    }

    public static void main(String[] args) throws IOException, ClassNotFoundException {
        int megabytes = args.length > 0 ? Integer.parseInt(args[0]) : 256;
        String[] kinds = (args.length > 1 ? args[1] : "objects,list,map,arrays").split(",");
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        System.out.printf("%-8s %6s %-8s %12s %12s %10s%n", "kind", "MB", "by", "write MB/s", "read MB/s", "size MB");
        for (String name : kinds) {
            Object heap = HeapKind.valueOf(name.toUpperCase(Locale.ROOT)).ofMegabytes(megabytes);
            measure(name, heap, megabytes, "kryo", new ByKryo(), rounds);
            measure(name, heap, megabytes, "jdk", new ByJdk(), rounds);
        }
    }

    private static void measure(String kind, Object heap, int megabytes, String by, Serialiser serialiser, int rounds)
            throws IOException, ClassNotFoundException {
        double write = Double.MAX_VALUE;
        double read = Double.MAX_VALUE;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(megabytes << 20);
        try {
            for (int i = 0; i < rounds; i++) {
                bytes.reset();
                long begun = System.nanoTime();
                serialiser.write(heap, bytes);
                long written = System.nanoTime();
                InputStream in = new ByteArrayInputStream(bytes.toByteArray());
                long copied = System.nanoTime();
                serialiser.read(in);
                read = Math.min(read, (System.nanoTime() - copied) / 1e9);
                write = Math.min(write, (written - begun) / 1e9);
            }
            System.out.printf("%-8s %6d %-8s %12.0f %12.0f %10.1f%n", kind, megabytes, by, megabytes / write,
                    megabytes / read, bytes.size() / 1048576.0);
        } catch (StackOverflowError e) {
            System.out.printf("%-8s %6d %-8s %12s %12s%n", kind, megabytes, by, "too deep", "");
        }
    }
}
