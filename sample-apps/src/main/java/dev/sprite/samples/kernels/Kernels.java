package dev.sprite.samples.kernels;

import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs one kernel over and over.
 *
 * <p>Usage: {@code Kernels NAME ROUNDS} prints every round's checksum; {@code Kernels NAME --until FILE} goes on until
 * the file is there and prints the checksum once; {@code Kernels NAME --for MILLIS} goes on for so long and prints the
 * median of the later half of its rounds, in nanoseconds. Exits with 1 if a round's result differs from the first one's.
 */
public final class Kernels {
    private Kernels() {}

    /** All kernels by name, in the order in which they are reported. */
    public static Map<String, Kernel> all() {
        Map<String, Kernel> kernels = new LinkedHashMap<>();
        kernels.put("matrix", new MatrixKernel());
        kernels.put("sieve", new SieveKernel());
        kernels.put("mandelbrot", new MandelbrotKernel());
        kernels.put("nbody", new NbodyKernel());
        kernels.put("fannkuch", new FannkuchKernel());
        kernels.put("spectral", new SpectralKernel());
        kernels.put("strings", new StringKernel());
        kernels.put("hashmap", new HashMapKernel());
        kernels.put("list", new ListKernel());
        kernels.put("fib", new FibKernel());
        kernels.put("interpreter", new InterpreterKernel());
        kernels.put("dispatch", new DispatchKernel());
        kernels.put("sort", new SortKernel());
        kernels.put("exceptions", new ExceptionKernel());
        kernels.put("arrays", new ArrayKernel());
        kernels.put("trees", new TreeKernel());
        kernels.put("digest", new DigestKernel());
        return kernels;
    }

    public static void main(String[] args) {
        Kernel kernel = args.length >= 2 ? all().get(args[0]) : null;
        if (kernel == null) {
            System.err.println("usage: Kernels NAME ROUNDS | --until FILE | --for MILLIS, NAME one of " + all().keySet());
            System.exit(2);
        } else if (args[1].equals("--for")) {
            System.out.println(medianNanos(kernel, Long.parseLong(args[2])));
        } else if (args[1].equals("--until")) {
            System.out.println(args[0] + ' ' + Long.toHexString(resultWhen(kernel, new File(args[2]))));
        } else {
            repeat(args[0], kernel, Integer.parseInt(args[1]));
        }
    }

    private static void repeat(String name, Kernel kernel, int rounds) {
        long first = kernel.run();
        for (int round = 0; round < rounds; round++) {
            long result = kernel.run();
            System.out.println(name + ' ' + round + ' ' + Long.toHexString(result));
            check(result == first);
        }
    }

    private static long resultWhen(Kernel kernel, File appears) {
        long first = kernel.run();
        System.out.println("running");
        while (!appears.exists()) {
            check(kernel.run() == first);
        }
        return first;
    }

    private static long medianNanos(Kernel kernel, long millis) {
        long first = kernel.run();
        long[] nanos = new long[1 << 10];
        int rounds = 0;
        long begin = System.nanoTime();
        for (long now = begin; now - begin < millis * 1_000_000; rounds++) {
            long result = kernel.run();
            long after = System.nanoTime();
            check(result == first);
            if (rounds == nanos.length) {
                nanos = Arrays.copyOf(nanos, rounds * 2);
            }
            nanos[rounds] = after - now;
            now = after;
        }
        Arrays.sort(nanos, rounds / 2, rounds);
        return nanos[rounds / 2 + (rounds - rounds / 2) / 2];
    }

    private static void check(boolean same) {
        if (!same) {
            System.err.println("Kernels: two rounds gave different results");
            System.exit(1);
        }
    }
}
