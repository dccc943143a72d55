package dev.sprite.tests.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Stops before, in and behind calls of constructors of all kinds, with results that show what was lost. */
public final class Constructors {
    private static final List<Object> SEEN = new ArrayList<>();

    private Constructors() {}

    public static void main(String[] args) {
        for (int i = 0; i < 2; i++) {
            System.out.println(new Leaf(i, "leaf") + " " + SEEN.size());
            System.out.println(new Outer(i).inner(fib(4) + i));
            System.out.println(nested(i));
            System.out.println(new Chained(fib(i)) + " " + new Chained(i, fib(6L)));
            System.out.println(throwing(i));
            System.out.println(new Loops(i + 3, new Loops(2, null)) + " " + new Reads(i, fib(3L), 1.5f, fib(4) / 3.0));
            System.out.println(anonymous(i).get() + " " + references(i) + " " + new Rec(fib(i + 2), "r"));
            System.out.println(new Tree(6, fib(2L)).sum());
        }
        System.out.println(SEEN.stream().distinct().count());
    }

    static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    static long fib(long n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    private abstract static class Base {
        final int base = fib(5);
        final String name;
        private final int hooked;

        {
            SEEN.add(this);
        }

        Base(int a, String name) {
            this.name = name + fib(a + 2);
            this.hooked = hook(a);
            fib(3);
        }

        abstract int hook(int a);
    }

    private abstract static class Middle extends Base {
        final long middle;
        protected Object late = "late" + fib(3);

        Middle(int a, long b, String name) {
            super(a + fib(3), name + fib(b));
            middle = b * fib(5) + name.length();
        }

        {
            fib(4);
        }
    }

    private static final class Leaf extends Middle {
        private final double leaf;
        private final Middle next;

        Leaf(int a, String name) {
            this(a, fib(a) + 0.5, name, a == 0 ? null : new Leaf(a - 1, name + a));
        }

        private Leaf(int a, double d, String name, Leaf next) {
            super(fib(a) + 1, fib(7L), name + (next == null));
            leaf = d + fib(a);
            this.next = next;
        }

        @Override
        int hook(int a) {
            return fib(a) + (late == null ? 100 : 200) + (name == null ? 0 : name.length());
        }

        @Override
        public String toString() {
            return name + base + middle + late + leaf + Constructors.hooked(this) + " -> " + next;
        }
    }

    private static int hooked(Base base) {
        return base.hooked;
    }

    private static final class Outer {
        private final int x;

        Outer(int x) {
            this.x = fib(x + 3);
        }

        Object inner(int captured) {
            class Local extends Base {
                private final int y = fib(captured) + x;

                Local(int a) {
                    super(fib(a) + (a > 3 ? fib(2) : fib(captured % 5)), "local" + captured);
                    fib(2);
                }

                @Override
                int hook(int a) {
                    return captured + x + fib(a % 4);
                }

                @Override
                public String toString() {
                    return name + y + Constructors.hooked(this);
                }
            }
            return new Local(captured % 6) + "/" + new Inner(captured);
        }

        private class Inner extends Base {
            Inner(int a) {
                super(a, "inner" + fib(a % 7));
            }

            @Override
            int hook(int a) {
                return x + fib(3);
            }

            @Override
            public String toString() {
                return name + Constructors.hooked(this);
            }

        }
    }

    private record Box(Object a, Object b, long c) {
        Box {
            fib(3);
            c += fib(4);
        }

        Box(int i) {
            this(new Box(fib(i), fib(2), 3), new Box(fib(4), new Box(null, fib(i), fib(3L)), 2), fib(5L));
        }
    }

    private static String nested(int i) {
        long before = fib(6L);
        Box box = new Box(new Box(i), new Object[] {new Box(1, 2, fib(3L)), null}[fib(1) - 1], before);
        return before + ":" + ((Box) box.a()) + ((Box) box.b()).c() + box.c() + new Box(new Box(new Box(2), fib(2), 1), i, 1);
    }

    private static final class Chained {
        private final String text;
        private long extra = fib(4L);

        Chained(int a) {
            this(a + fib(3), fib(5L));
            extra += fib(a % 5);
        }

        Chained(int a, long b) {
            this("c" + fib(a % 6), a, b);
            extra *= b;
        }

        Chained(String text, int a, long b) {
            this.text = text + a + fib(b % 6);
        }

        @Override
        public String toString() {
            return text + extra;
        }
    }

    private static final class Failing {
        Failing(int i) {
            fib(3);
            if (i == 1) {
                throw new IllegalStateException("failing " + fib(5));
            }
            try {
                if (i == 2) {
                    fib(2);
                    return;
                }
                fib(4);
                throw new IllegalArgumentException("inner" + fib(2));
            } catch (RuntimeException e) {
                SEEN.add(e.getMessage() + e.getStackTrace().length + e.getStackTrace()[0].getLineNumber());
            } finally {
                SEEN.add(fib(4));
            }
        }
    }

    private static class Relay extends Middle {
        Relay(int i) {
            super(i, new Failing(i).hashCode() * 0L, "relay");
        }

        @Override
        int hook(int a) {
            new Failing(a - 2);
            return a;
        }
    }

    private static String throwing(int i) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < 3; k++) {
            try {
                Object failing = k == 2 ? new Relay(i) : new Failing(i + k);
                text.append(failing.getClass().getSimpleName()).append(fib(3));
            } catch (IllegalStateException e) {
                text.append(e.getMessage());
                for (StackTraceElement element : e.getStackTrace()) {
                    text.append(' ').append(element);
                }
            } finally {
                text.append(fib(2));
            }
        }
        return text.toString();
    }

    private static final class Loops {
        private final int[] sums;
        private final Loops next;

        Loops(int n, Loops next) {
            int[] sums = new int[n];
            synchronized (SEEN) {
                for (int i = 0; i < n; i++) {
                    for (int k = 0; k < i; k++) {
                        sums[i] += fib(k) + new Failing(2).hashCode() * 0;
                        if (sums[i] > 1_000) {
                            this.sums = sums;
                            this.next = new Loops(0, next);
                            return;
                        }
                    }
                }
            }
            this.sums = sums;
            this.next = next;
        }

        @Override
        public String toString() {
            int sum = 0;
            for (int value : sums) {
                sum = sum * 31 + value;
            }
            return "loops" + sum + next;
        }
    }

    /** Values of every kind that live over the call of the superclass's constructor. */
    private static final class Reads extends Middle {
        private final String all;

        Reads(int i, long j, float f, double d) {
            super(i, j, "reads");
            all = i + " " + j + " " + f + " " + d + " " + fib(i);
        }

        @Override
        int hook(int a) {
            return fib(a);
        }

        @Override
        public String toString() {
            return all + Constructors.hooked(this);
        }
    }

    private static Supplier<Object> anonymous(int i) {
        return new Supplier<>() {
            private final int x = fib(i + 4);

            {
                fib(x % 6);
            }

            @Override
            public Object get() {
                return x + i + fib(3);
            }
        };
    }

    private static String references(int i) {
        Function<Integer, Chained> make = Chained::new;
        Function<Integer, Rec> record = x -> new Rec(fib(x), new Rec(x, "in").toString());
        return make.apply(i) + record.apply(i + 1).toString();
    }

    private record Rec(int x, String s) {
        Rec {
            x = fib(x % 9) + 1;
            s = s + fib(3);
        }
    }

    private static final class Tree {
        private final Tree left;
        private final Tree right;
        private final long weight;

        Tree(int depth, long weight) {
            this.left = depth == 0 ? null : new Tree(depth - 1, weight + fib(2L));
            this.right = depth == 0 ? null : new Tree(depth - 1, weight * 3);
            this.weight = weight;
        }

        long sum() {
            return weight + (left == null ? 0 : left.sum() * 7 + right.sum());
        }
    }
}
