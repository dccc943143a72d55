package dev.sprite.tests.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** What the compiler makes of the language, in loops and beneath calls, all with results that show what was lost. */
public final class Constructs {
    private static final Object OUTER = new Object();
    private static final Object INNER = new Object();

    private record Pair(int x, long y, Object rest) {}

    private interface Shape {
        double area();

        default int sides() {
            return fib(3) + hidden();
        }

        private int hidden() {
            return fib(4);
        }

        static int count() {
            return fib(5);
        }
    }

    private enum Shapes implements Shape {
        SQUARE {
            @Override
            public double area() {
                return fib(6);
            }
        },
        CIRCLE {
            @Override
            public double area() {
                return fib(7);
            }
        }
    }

    /** To the verifier the receiver of the call is null itself, and no object of any class. */
    private static int knownNull(int n) {
        Supplier<Integer> none = null;
        int known = 0;
        for (int i = 0; i < n; i++) {
            known += fib(i) + fib(2);
        }
        try {
            return known + none.get();
        } catch (NullPointerException expected) {
            return known + fib(3);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        System.out.println(monitors(12));
        System.out.println(new Constructs().synchronizedMethod(20) + " " + synchronizedStatic(12));
        System.out.println(allocations(10));
        for (int i = 0; i < 8; i++) {
            System.out.println(switches(i, i));
        }
        System.out.println(categories(true, (byte) 3, (short) 4, 'x', 5, 6, 1.5f, 2.5, new long[1], new double[2][2]));
        for (Shapes shape : Shapes.values()) {
            System.out.println(shape + " " + shape.area() + shape.sides() + Shape.count());
        }
        System.out.println(exceptionsInLoops(9));
        System.out.println(nullPointer(null));
        System.out.println(knownNull(3) + knownNull(5));
        System.out.println(lambdas());
        System.out.println(String.valueOf(new Constructs()));
        System.out.println(narrow('a') + " " + deep(300, 1L));
        Thread.sleep(5);
    }

    static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    private static int monitors(int n) {
        int sum = 0;
        synchronized (OUTER) {
            for (int i = 0; i < n; i++) {
                synchronized (INNER) {
                    synchronized (OUTER) {
                        sum += fib(i);
                        if (i == 5) {
                            continue;
                        }
                    }
                    if (i == 9) {
                        return Thread.holdsLock(INNER) && Thread.holdsLock(OUTER) ? sum : -1;
                    }
                }
                sum ^= Thread.holdsLock(INNER) ? -1 : fib(3);
            }
        }
        return sum;
    }

    private synchronized int synchronizedMethod(int n) {
        return n == 0 ? 1 : n + synchronizedMethod(n - 1) + fib(4) + (Thread.holdsLock(this) ? 0 : 1_000);
    }

    private static synchronized int synchronizedStatic(int n) {
        try {
            return fib(n);
        } finally {
            fib(2);
        }
    }

    private static long allocations(int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            StringBuilder text = new StringBuilder("a" + fib(3));
            Pair pair = new Pair(fib(i), fib(i + 1) * 2L, new Pair(fib(2), i > 3 ? fib(5) : fib(6), text));
            sum = sum * 31 + pair.x() + pair.y() + ((Pair) pair.rest()).y();
        }
        return sum;
    }

    private static String switches(Object tail, int k) {
        String result;
        switch (k % 4) {
            case 0:
                result = "a" + fib(k);
                break;
            case 1:
                result = "b" + fib(k);
            case 2:
                result = "c" + fib(k);
                break;
            default:
                try {
                    throw new IllegalStateException("k" + fib(k));
                } catch (IllegalStateException e) {
                    result = e.getMessage() + e.getStackTrace().length;
                }
        }
        return result + tail + new Constructs();
    }

    @Override
    public String toString() {
        return "constructs" + fib(5);
    }

    private static double categories(
            boolean z, byte b, short s, char c, int i, long j, float f, double d, long[] longs, double[][] grid) {
        double result = 0;
        do {
            result += (z ? fib(b) : fib(s)) + c * d - (j + fib(i)) * f;
            longs[0] += fib(3);
            grid[0][1] += result;
            j--;
        } while (j > 0 && fib(2) > 0);
        return result + longs[0] + grid[0][1];
    }

    private static int exceptionsInLoops(int n) {
        int count = 0;
        outer:
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int k = 0;
                while (true) {
                    try {
                        count += fib(k % 4);
                        if (k == 3) {
                            throw new IllegalArgumentException("x");
                        }
                        if (count % 7 == 0) {
                            continue outer;
                        }
                        if (j * k > 20) {
                            break;
                        }
                    } catch (IllegalArgumentException e) {
                        count += fib(3) + e.getMessage().length();
                        if (j > 4) {
                            break;
                        }
                    } finally {
                        count ^= fib(2);
                        k++;
                        if (count > 100_000) {
                            break outer;
                        }
                    }
                }
            }
        }
        return count;
    }

    private static String nullPointer(String text) {
        try {
            fib(3);
            return "" + text.length() + fib(2);
        } catch (NullPointerException e) {
            return e.getMessage() + " at line " + e.getStackTrace()[0].getLineNumber();
        }
    }

    private static String lambdas() {
        StringBuilder text = new StringBuilder();
        int captured = fib(5);
        Runnable plain = () -> text.append(fib(10)).append(' ');
        plain.run();
        IntUnaryOperator reference = Constructs::fib;
        Function<Integer, Integer> capturing = x -> {
            int sum = 0;
            for (int i = 0; i < x; i++) {
                sum += fib(i) + captured;
            }
            return sum;
        };
        Supplier<List<String>> constructor = ArrayList::new;
        text.append(reference.applyAsInt(11)).append(' ').append(capturing.apply(8)).append(constructor.get());
        return text.toString();
    }

    private static String narrow(char c) {
        c += fib(3);
        return c + "" + (byte) fib(14);
    }

    private static int deep(int depth, long weight) {
        return depth == 0 ? 0 : (int) (deep(depth - 1, weight + depth) % 1_000 + weight % 11);
    }
}
