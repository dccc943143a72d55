package dev.sprite.bench;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Prints, once a round, what each of several calls costs in nanoseconds: the clock, the process id, the time of a file
 * that every host has of its own, that of a file of home's, a byte of an open file that only home has.
 */
public final class CallCosts {
    private static final long ROUND_NANOS = 50_000_000;
    private static final int BATCH = 20;

    private static long sink;

    private CallCosts() {}

    private interface Call {
        long make() throws IOException;
    }

    public static void main(String[] args) throws IOException {
        File own = new File("/proc/version");
        File homes = new File(args[0]);
        File unlinked = File.createTempFile("call-costs", null);
        try (RandomAccessFile open = new RandomAccessFile(unlinked, "rw")) {
            open.write(1);
            unlinked.delete();
            Call[] calls = {
                System::currentTimeMillis,
                () -> ProcessHandle.current().pid(),
                own::lastModified,
                homes::lastModified,
                () -> {
                    open.seek(0);
                    return open.read();
                }
            };
            while (true) {
                StringBuilder line = new StringBuilder();
                for (Call call : calls) {
                    line.append(nanos(call)).append(' ');
                }
                System.out.println(line);
            }
        }
    }

    private static double nanos(Call call) throws IOException {
        long begin = System.nanoTime();
        long calls = 0;
        long took;
        do {
            for (int i = 0; i < BATCH; i++) {
                sink += call.make();
            }
            calls += BATCH;
            took = System.nanoTime() - begin;
        } while (took < ROUND_NANOS);
        return (double) took / calls;
    }
}
