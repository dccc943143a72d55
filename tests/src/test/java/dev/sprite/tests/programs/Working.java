package dev.sprite.tests.programs;

import java.io.File;

/** Counts the same primes again and again, with pauses, until its argument, a file, appears. */
public final class Working {
    private static final int STATUS = 7;
    private static final int LIMIT = 20_000;
    private static final int PAUSE_MILLIS = 5;

    private Working() {}

    public static void main(String[] args) throws InterruptedException {
        File end = new File(args[0]);
        System.out.println("at work");
        int primes = primes();
        boolean same = true;
        while (!end.exists()) {
            same &= primes() == primes;
            Thread.sleep(PAUSE_MILLIS);
        }
        System.out.println(same ? primes + " primes, always" : "not always as many primes");
        System.exit(STATUS);
    }

    private static int primes() {
        int primes = 0;
        for (int number = 2; number < LIMIT; number++) {
            if (isPrime(number)) {
                primes++;
            }
        }
        return primes;
    }

    private static boolean isPrime(int number) {
        for (int factor = 2; factor * factor <= number; factor++) {
            if (number % factor == 0) {
                return false;
            }
        }
        return true;
    }
}
