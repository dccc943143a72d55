package dev.sprite.cluster.activity;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * What others' processes contribute to the load averages of this host, found as the kernel finds these: now and then
 * those threads are counted that run or want to. Without, a guest with many threads would drive itself away.
 */
final class GuestLoad {
    private static final int[] MINUTES = {1, 5, 15};

    private final double[] averages = new double[MINUTES.length];
    private Instant last;

    /** Counts once more. */
    LoadAverage sample(Collection<Long> guests, Instant now) {
        double seconds = last == null ? 0 : Duration.between(last, now).toMillis() / 1000.0;
        last = now;
        int runnable = 0;
        for (long guest : guests) {
            runnable += runnableThreads(guest);
        }
        for (int i = 0; i < averages.length; i++) {
            averages[i] += (runnable - averages[i]) * -Math.expm1(-seconds / (60 * MINUTES[i]));
        }
        return new LoadAverage(averages[0], averages[1], averages[2]);
    }

    private static int runnableThreads(long pid) {
        int runnable = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                runnable += isRunnable(thread) ? 1 : 0;
            }
        } catch (IOException e) {
            // it has just ended
        }
        return runnable;
    }

    private static boolean isRunnable(Path thread) {
        try {
            String line = Files.readString(thread.resolve("stat"));
            // the name before the state is in parentheses, and may hold some
            char state = line.charAt(line.lastIndexOf(')') + 2);
            return state == 'R' || state == 'D';
        } catch (IOException | IndexOutOfBoundsException e) {
            return false;
        }
    }
}
