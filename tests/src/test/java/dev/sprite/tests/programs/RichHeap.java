package dev.sprite.tests.programs;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds objects of many kinds, and says at the end in what they differ from what they were before the gate. */
public final class RichHeap {
    /** Open what {@link HeapDigest} looks into. */
    public static final String[] JVM_OPTIONS = opened("lang", "lang.ref", "math", "time", "util", "util.concurrent",
            "util.concurrent.atomic", "util.concurrent.locks", "util.regex");

    private static final int MANY = 5_000;

    private final List<Object> roots = new ArrayList<>();

    private record Pair(Object first, Object second) {}

    private static final class Link {
        private final int value;
        private Link next;
        private Link previous;

        private Link(int value) {
            this.value = value;
        }
    }

    private final class Inner {
        private final long number = 7L << 40;

        private RichHeap outer() {
            return RichHeap.this;
        }
    }

    private RichHeap() {}

    private static String[] opened(String... packages) {
        String[] options = new String[packages.length];
        for (int i = 0; i < options.length; i++) {
            options[i] = "--add-opens=java.base/java." + packages[i] + "=ALL-UNNAMED";
        }
        return options;
    }

    /** {@code args}: the gate. */
    public static void main(String[] args) throws InterruptedException {
        RichHeap heap = new RichHeap();
        heap.fill();
        HeapDigest before = HeapDigest.of(heap.roots);
        Gate.await(args[0]);
        String difference = before.difference(HeapDigest.of(heap.roots));
        System.out.println(before.size() > MANY && difference == null ? "the same" : "not the same: " + difference);
    }

    private void fill() {
        values();
        arrays();
        collections();
        concurrent();
        inMidFlight();
        aliases();
        ownClasses();
    }

    private void values() {
        roots.add(List.of((byte) 1, (short) 2, 'c', 4, 5L, 6f, 7d, true, 1 << 20, Long.MIN_VALUE));
        roots.add(Arrays.asList("literal", new String("literal"), "\u00e9\u20ac", "", null, new StringBuilder("built")));
        roots.add(List.of(BigInteger.TWO.pow(200), new BigDecimal("3.14159"), new UUID(1, 2), LocalDate.of(2026, 2, 3)));
        roots.add(new Random(42));
        IllegalStateException thrown = new IllegalStateException("outer", new RuntimeException("inner"));
        thrown.addSuppressed(new Error("beside"));
        for (Throwable each : List.of(thrown, thrown.getCause(), thrown.getSuppressed()[0])) {
            each.getStackTrace();
        }
        roots.add(thrown);
    }

    private void arrays() {
        roots.add(new Object[] {new boolean[] {true, false}, new byte[] {1, -1}, new short[] {2, -2}, new char[] {'a', 0},
            new int[] {3, Integer.MIN_VALUE}, new long[] {4, Long.MAX_VALUE}, new float[] {Float.NaN, -0f},
            new double[] {Double.MIN_VALUE, 1e300}, new String[] {"x", null}, new int[3][2], new byte[1 << 20],
            new Object[0]});
        Object[] itself = new Object[2];
        itself[0] = itself;
        roots.add(itself);
    }

    private void collections() {
        Map<Object, Object> plain = new HashMap<>();
        Map<Object, Object> linked = new LinkedHashMap<>(16, 0.75f, true);
        Map<Object, Object> identity = new IdentityHashMap<>();
        TreeMap<String, Integer> sorted = new TreeMap<>(Comparator.comparing(String::length).reversed());
        Deque<Object> deque = new ArrayDeque<>();
        PriorityQueue<Integer> heap = new PriorityQueue<>(Comparator.reverseOrder());
        for (int i = 0; i < MANY; i++) {
            plain.put(i % 2 == 0 ? "key " + i : new Object(), i);
            linked.put(i, Integer.toString(i));
            identity.put(new Object(), i);
            sorted.put("x".repeat(i % 100), i);
            heap.add(i * 31 % 1000);
            deque.addFirst(i);
            if (i % 3 == 0) {
                deque.removeLast();
                linked.get(i / 2);
            }
        }
        Map<DayOfWeek, Object> days = new EnumMap<>(DayOfWeek.class);
        days.put(DayOfWeek.FRIDAY, deque);
        roots.addAll(List.of(plain, linked, identity, sorted, heap, deque, days, BitSet.valueOf(new long[] {1, 2, 3}),
                new LinkedList<>(days.keySet()), Set.of("p", "q", "r"), Map.of(1, "one", 2, "two")));
    }

    private void concurrent() {
        Map<Object, Object> hashed = new ConcurrentHashMap<>();
        Map<String, Object> skipping = new ConcurrentSkipListMap<>();
        for (int i = 0; i < 100; i++) {
            hashed.put(new Object(), i);
            skipping.put("k" + i, i);
        }
        roots.addAll(List.of(hashed, skipping, new ConcurrentLinkedQueue<>(skipping.keySet()),
                new CopyOnWriteArrayList<>(skipping.values()), new AtomicLong(99)));
    }

    private void inMidFlight() {
        List<String> words = new ArrayList<>(List.of("one", "two", "three"));
        Iterator<String> words2 = words.iterator();
        words2.next();
        Matcher matcher = Pattern.compile("(\\w+)-(\\d+)").matcher("ab-12 cd-34");
        matcher.find();
        roots.addAll(List.of(words2, matcher, words.subList(1, 3)));
    }

    private void aliases() {
        Object shared = new Pair("first", 1);
        roots.addAll(List.of(new Pair(shared, shared), new WeakReference<>(shared), new SoftReference<>(shared),
                new Pair(new Pair(1, 2), new Pair(1, 2))));
        Link first = new Link(0);
        Link last = first;
        for (int i = 1; i < MANY; i++) {
            last.next = new Link(i);
            last.next.previous = last;
            last = last.next;
        }
        last.next = first;
        roots.add(first);
    }

    private void ownClasses() {
        Inner inner = new Inner();
        Supplier<Object> lambda = () -> inner;
        Supplier<Object> reference = inner::outer;
        Supplier<Object> anonymous = new Supplier<>() {
            @Override
            public Object get() {
                return inner.number;
            }
        };
        roots.addAll(List.of(inner, lambda, reference, anonymous));
    }
}
