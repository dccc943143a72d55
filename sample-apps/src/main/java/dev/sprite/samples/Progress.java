package dev.sprite.samples;

/**
 * Counts primes in slices and says how fast it goes, a few times a second: the program to watch while it moves.
 *
 * <p>Usage: {@code Progress [seconds [--no-rates]]}. Each slice is paced to a tenth of a second, so that the amount of
 * work, and with it every digit but the rates, is the same on every host. Exits with 1 if the result is wrong.
 */
public final class Progress {
    private static final int SLICES_PER_SECOND = 10;
    private static final int SLICE = 20_000;
    private static final int BAR = 30;

    private final int slices;
    private final boolean rates;
    private int done;
    private int primes;
    private long checksum;

    private Progress(int slices, boolean rates) {
        this.slices = slices;
        this.rates = rates;
    }

    public static void main(String[] args) throws InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        boolean rates = args.length < 2 || !args[1].equals("--no-rates");
        Progress progress = new Progress(seconds * SLICES_PER_SECOND, rates);
        progress.run();
        System.out.println("primes below " + progress.slices * SLICE + ": " + progress.primes + ", checksum "
                + Long.toHexString(progress.checksum));
        if (progress.primes != sieve(progress.slices * SLICE)) {
            System.err.println("Progress: wrong result");
            System.exit(1);
        }
    }

    private void run() throws InterruptedException {
        while (done < slices) {
            long begin = System.nanoTime();
            countSlice(done * SLICE);
            done++;
            long computed = System.nanoTime();
            Thread.sleep(1000 / SLICES_PER_SECOND);
            if (done % 2 == 0) {
                report((computed - begin) / 1_000);
            }
        }
    }

    private void countSlice(int from) {
        for (int n = from; n < from + SLICE; n++) {
            if (isPrime(n)) {
                primes++;
                checksum = checksum * 31 + n;
            }
        }
    }

    private void report(long micros) {
        StringBuilder line = new StringBuilder("[");
        int filled = done * BAR / slices;
        for (int i = 0; i < BAR; i++) {
            line.append(i < filled ? '#' : '.');
        }
        line.append("] ").append(done * 100 / slices).append("%  ").append(primes).append(" primes");
        if (rates) {
            line.append("  ").append(SLICE * 1000L / Math.max(1, micros)).append(" numbers/ms");
        }
        System.out.println(line);
    }

    private static boolean isPrime(int n) {
        if (n < 2) {
            return false;
        }
        for (int d = 2; (long) d * d <= n; d++) {
            if (n % d == 0) {
                return false;
            }
        }
        return true;
    }

    /** The same count by other means. */
    private static int sieve(int limit) {
        boolean[] composite = new boolean[limit];
        int count = 0;
        for (int n = 2; n < limit; n++) {
            if (composite[n]) {
                continue;
            }
            count++;
            for (long m = (long) n * n; m < limit; m += n) {
                composite[(int) m] = true;
            }
        }
        return count;
    }
}
