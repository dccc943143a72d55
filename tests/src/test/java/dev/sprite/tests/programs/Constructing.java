package dev.sprite.tests.programs;

/** Waits at gates in the midst of constructors, and tells afterwards what became of the objects. */
public final class Constructing {
    private static Object leaked;

    private Constructing() {}

    public static void main(String[] args) throws InterruptedException {
        Object before = "before";
        Derived derived = new Derived(args[0], new Part(args[1], 3), 1L << 40);
        System.out.println(derived + " " + before + " " + (leaked == derived));
        System.out.println(new Part(args[2], 4).text + new Constructing().new Inner(args[3], 2.5));
    }

    private static int await(String gate, int value) throws InterruptedException {
        Gate.await(gate);
        return value;
    }

    private static class Base {
        private final int base;
        private String later = "later";

        Base(String gate, int value) throws InterruptedException {
            leaked = this;
            base = await(gate, value) + hook();
            later += base;
        }

        int hook() {
            return 0;
        }
    }

    private static final class Derived extends Base {
        private final Part part;
        private final long weight;

        Derived(String gate, Part part, long weight) throws InterruptedException {
            super(gate, 7);
            this.part = part;
            this.weight = weight;
        }

        @Override
        int hook() {
            return part == null ? 100 : 200;
        }

        @Override
        public String toString() {
            return super.base + super.later + part.text + weight;
        }
    }

    /** Waits in the arguments of {@code this(...)}, where its object is none so far. */
    private static final class Part {
        private final String text;

        Part(String gate, int value) throws InterruptedException {
            this(await(gate, value), "part" + value);
        }

        private Part(int value, String text) {
            this.text = text + value;
        }
    }

    private final class Inner extends Base {
        private final double number;

        Inner(String gate, double number) throws InterruptedException {
            super(gate, await(gate, 5));
            this.number = number;
        }

        @Override
        int hook() {
            return Constructing.this.getClass().getSimpleName().length();
        }

        @Override
        public String toString() {
            return super.base + super.later + number;
        }
    }
}
