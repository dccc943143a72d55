package dev.sprite.tests.programs;

/** Waits at the gate in the static initialiser of its main class, of which there is an object, beside another thread. */
public final class InitialisingOwn {
    private static final Counter COUNTER = new Counter();
    private static final InitialisingOwn OBJECT = new InitialisingOwn("made");
    private static final String KEPT = OBJECT.await(7);

    private final String text;

    private InitialisingOwn(String text) {
        this.text = text;
    }

    public static void main(String[] args) {
        System.out.println(KEPT);
    }

    private String await(int number) {
        try {
            COUNTER.start();
            Gate.await(System.getProperty("gate"));
            COUNTER.goOn = false;
            COUNTER.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return number + " " + text + " and kept, " + COUNTER.agrees;
    }

    /** Counts in two places that must agree, and holds its own monitor as it does. */
    private static final class Counter extends Thread {
        private volatile boolean goOn = true;
        private volatile boolean agrees;
        private long here;
        private long there;

        @Override
        public void run() {
            while (goOn) {
                count();
            }
            agrees = here == there && here > 0;
        }

        private synchronized void count() {
            here++;
            there = next(there);
        }

        private static long next(long number) {
            return number + 1;
        }
    }
}
