package dev.sprite.tests.programs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Touches objects, each in another way and each for the first time since the gate, and says what it finds. What has been
 * touched too early, too late or twice shows as a zero, a null or a lost update.
 */
public final class Paging {
    private static final int MANY = 2_000;

    /** Fields of all kinds; many of them, so that hardly one comes with another. */
    static class Cell implements Cloneable {
        boolean truth = true;
        byte tiny = 1;
        char letter = 'c';
        short small = 2;
        int number;
        long large = 1L << 40;
        float real = 1.5f;
        double precise = 2.25;
        volatile int counted;
        volatile long countedLong = 5;
        volatile Object held = "held";
        Cell next;
        final int[] array = {7, 8, 9};

        Cell(int number) {
            this.number = number;
        }

        @Override
        protected Cell clone() throws CloneNotSupportedException {
            return (Cell) super.clone();
        }

        synchronized int incremented() {
            return ++number;
        }
    }

    static final class Derived extends Cell {
        private final String own;

        Derived(int number) {
            super(number);
            own = "own " + number;
        }
    }

    /** Found by what its fields say. */
    static final class Key implements Comparable<Key> {
        private final int value;

        Key(int value) {
            this.value = value;
        }

        @Override
        public int hashCode() {
            return value * 31;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.value == value;
        }

        @Override
        public int compareTo(Key other) {
            return Integer.compare(value, other.value);
        }

        @Override
        public String toString() {
            return "key " + value;
        }
    }

    record Pair(Cell first, Key second) {}

    enum Kind { FIRST, SECOND }

    static class Sent implements Serializable {
        private static final long serialVersionUID = 1;
        int number = 11;
        String text = "text";
        Sent inner;
    }

    /** What the objects are reached by. */
    static final class Stock {
        private final Cell[] cells = new Cell[MANY];
        private int taken;

        Cell next() {
            return cells[taken++];
        }
    }

    /** Collections and arrays that are met through fields, each in another way. */
    static final class Shelf {
        private final List<Integer> sorted = new ArrayList<>(List.of(3, 1, 2));
        private final Map<String, List<Integer>> nested = new HashMap<>(Map.of("a", new ArrayList<>(List.of(1, 2))));
        private final int[] large = new int[5_000];
        private final long[][] matrix = new long[40][1_500];
        private final Object untyped = new ArrayList<>(List.of("untyped"));
        private final Iterable<String> iterable = new ArrayDeque<>(List.of("deque"));
        private final Collection<String> view = new TreeMap<>(Map.of("k", "value")).values();
        private final Iterator<Integer> iterator = new ArrayList<>(List.of(10, 20, 30)).iterator();
        private final List<Integer> backing = new LinkedList<>(List.of(4, 5, 6));
        private final List<Integer> readOnly = Collections.unmodifiableList(backing);
        private final Supplier<Integer> lambda = backing::size;
        private final ConcurrentHashMap<Key, Cell> concurrent = new ConcurrentHashMap<>();
        private final Cell[] cells = new Cell[3_000];
        private List<String> reflected = new ArrayList<>(List.of("reflected"));
        private List<String> handled = new Vector<>(List.of("handled"));
        private volatile Object updated = new ArrayList<>(List.of("updated"));
        private final List<Integer>[] lists = lists();

        Shelf() {
            iterator.next();
            for (int i = 0; i < cells.length; i++) {
                cells[i] = new Cell(i);
            }
            concurrent.put(new Key(1), cells[0]);
            Arrays.setAll(large, i -> i * i);
            for (long[] row : matrix) {
                Arrays.fill(row, 3);
            }
        }

        @SuppressWarnings("unchecked")
        private static List<Integer>[] lists() {
            return new List[] {new ArrayList<>(List.of(1)), new ArrayList<>(List.of(1, 2))};
        }
    }

    private static final Shelf SHELF = new Shelf();
    private static final List<String> STATIC_LIST = new ArrayList<>(List.of("one", "two"));
    private static final char[] STATIC_ARRAY = "x".repeat(3_000).toCharArray();

    private static final VarHandle COUNTED;
    private static final MethodHandle GET_LARGE;
    private static final MethodHandle SET_NUMBER;
    private static final AtomicIntegerFieldUpdater<Cell> COUNT = AtomicIntegerFieldUpdater.newUpdater(Cell.class, "counted");
    private static final AtomicLongFieldUpdater<Cell> COUNT_LONG =
            AtomicLongFieldUpdater.newUpdater(Cell.class, "countedLong");
    private static final AtomicReferenceFieldUpdater<Cell, Object> HELD =
            AtomicReferenceFieldUpdater.newUpdater(Cell.class, Object.class, "held");
    private static final AtomicReferenceFieldUpdater<Shelf, Object> UPDATED =
            AtomicReferenceFieldUpdater.newUpdater(Shelf.class, Object.class, "updated");
    private static final VarHandle HANDLED;
    private static final Field REAL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            COUNTED = lookup.findVarHandle(Cell.class, "counted", int.class);
            GET_LARGE = lookup.findGetter(Cell.class, "large", long.class);
            SET_NUMBER = lookup.findSetter(Cell.class, "number", int.class);
            HANDLED = lookup.findVarHandle(Shelf.class, "handled", List.class);
            REAL = Cell.class.getDeclaredField("real");
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final Stock STOCK = new Stock();
    private static final Map<Key, Cell> BY_KEY = new HashMap<>();
    private static final TreeMap<Key, Cell> SORTED = new TreeMap<>();
    private static final Map<Object, Integer> BY_IDENTITY = new IdentityHashMap<>();
    private static final List<Cell> IDENTICAL = new ArrayList<>();
    private static final List<WeakReference<Key>> WEAK = new ArrayList<>();
    private static Derived derived = new Derived(5);
    private static Pair pair = new Pair(new Cell(6), new Key(6));
    private static Sent sent = new Sent();
    private static Kind kind = Kind.SECOND;
    private static Supplier<String> captured;
    private static IntSupplier bound;
    private static Cell[][] grid = {{new Cell(1), new Cell(2)}, {new Cell(3)}};
    private static int hashBefore;
    private static Cell hashed = new Cell(9);
    private static Holder holder = new Holder();

    /** Holds the only way to keys that weak references lead to, too. */
    static final class Holder {
        private Key[] keys = new Key[50];
    }

    private Paging() {}

    /** {@code args}: the gate. */
    public static void main(String[] args) throws Throwable {
        fill();
        List<Cell> local = new ArrayList<>(Arrays.asList(STOCK.cells));
        int[] localArray = new int[4_000];
        Arrays.fill(localArray, 1);
        long sum = 0;
        for (Cell cell : local) {
            if (cell.number == 1_500) {
                Gate.await(args[0]);
            }
            sum += cell.number + localArray[cell.number];
        }
        System.out.println(sum + local.size());
        fields();
        methods();
        handles();
        collections();
        shelf(SHELF);
        others();
        threads();
        list();
    }

    private static void fill() {
        for (int i = 0; i < MANY; i++) {
            STOCK.cells[i] = new Cell(i);
            if (i > 0) {
                STOCK.cells[i - 1].next = STOCK.cells[i];
            }
        }
        for (int i = 0; i < 50; i++) {
            BY_KEY.put(new Key(i), new Cell(i));
            SORTED.put(new Key(i * 7 % 50), new Cell(i));
            Cell identical = new Cell(i);
            IDENTICAL.add(identical);
            BY_IDENTITY.put(identical, i);
            holder.keys[i] = new Key(i);
            WEAK.add(new WeakReference<>(holder.keys[i]));
        }
        sent.inner = new Sent();
        Cell local = new Cell(21);
        captured = () -> "captured " + local.number;
        bound = new Cell(30)::incremented;
        hashBefore = hashed.hashCode();
    }

    private static void fields() {
        Cell cell = STOCK.next();
        System.out.println(cell.truth + " " + cell.tiny + cell.letter + cell.small + cell.number + cell.large + cell.real
                + cell.precise + cell.held);
        STOCK.next().large++;
        cell = STOCK.next();
        cell.large = 3;
        cell.precise += 1;
        System.out.println(cell.large + " " + cell.precise + " " + cell.number);
        cell = STOCK.next();
        cell.next = null;
        cell.held = cell;
        System.out.println(cell.held == cell && cell.next == null && cell.array[2] == 9);
        STOCK.next().array[1] = 80;
        System.out.println(STOCK.cells[4].array[1] + STOCK.cells[4].array[0]);
        System.out.println(derived.own + derived.number + derived.large);
        System.out.println(grid[1][0].number + grid[0][1].number);
    }

    private static void methods() throws CloneNotSupportedException {
        System.out.println(STOCK.next().incremented());
        Cell cell = STOCK.next();
        synchronized (cell) {
            cell.number = -cell.number;
        }
        System.out.println(cell.number);
        Cell copy = STOCK.next().clone();
        System.out.println(copy.number + copy.letter + copy.array.length);
        System.out.println(captured.get() + bound.getAsInt());
    }

    private static void handles() throws Throwable {
        Cell cell = STOCK.next();
        System.out.println((int) COUNTED.getAndAdd(cell, 2) + cell.counted);
        cell = STOCK.next();
        System.out.println(COUNTED.compareAndSet(cell, 0, 4) + " " + cell.counted + cell.number);
        cell = STOCK.next();
        System.out.println((long) GET_LARGE.invokeExact(cell));
        cell = STOCK.next();
        SET_NUMBER.invokeExact(cell, 77);
        System.out.println(cell.number + cell.letter);
        cell = STOCK.next();
        System.out.println(COUNT.incrementAndGet(cell) + cell.number);
        System.out.println(COUNT_LONG.addAndGet(STOCK.next(), 5));
        cell = STOCK.next();
        System.out.println(HELD.getAndSet(cell, "new") + "" + cell.held + cell.tiny);
        System.out.println(REAL.getFloat(STOCK.next()));
        cell = STOCK.next();
        REAL.setFloat(cell, 9f);
        System.out.println(cell.real + cell.number);
    }

    private static void collections() {
        System.out.println(BY_KEY.get(new Key(33)).number + BY_KEY.size());
        System.out.println(SORTED.firstKey() + " " + SORTED.ceilingKey(new Key(20)) + SORTED.get(new Key(7)).number);
        List<Key> keys = new ArrayList<>(BY_KEY.keySet());
        keys.sort(null);
        System.out.println(keys.subList(0, 3) + " " + Objects.hash(keys.toArray()));
        int found = 0;
        for (Cell each : IDENTICAL) {
            found += BY_IDENTITY.get(each) == each.number ? 1 : 0;
        }
        System.out.println(found);
        System.out.println(Arrays.stream(STOCK.cells).skip(500).limit(20).mapToInt(each -> each.number).sum());
    }

    private static void shelf(Shelf shelf) throws ReflectiveOperationException {
        shelf.sorted.sort(null);
        System.out.println(shelf.sorted + " " + shelf.nested + shelf.nested.get("a").size());
        System.out.println(Arrays.stream(shelf.large).sum() + " " + shelf.large[4_999]);
        System.out.println(Arrays.stream(shelf.matrix).mapToLong(row -> row[1_499]).sum());
        System.out.println(shelf.untyped + " " + String.join(",", shelf.iterable) + shelf.view);
        int left = 0;
        while (shelf.iterator.hasNext()) {
            left += shelf.iterator.next();
        }
        System.out.println(left + " " + shelf.lambda.get() + shelf.readOnly);
        shelf.backing.add(7);
        System.out.println(shelf.readOnly.size() + shelf.lambda.get() + shelf.concurrent.get(new Key(1)).number);
        System.out.println(Arrays.asList(shelf.cells).stream().mapToInt(cell -> cell.number).sum());
        Field reflected = Shelf.class.getDeclaredField("reflected");
        System.out.println(((List<?>) reflected.get(shelf)).get(0) + " " + ((List<?>) UPDATED.getAndSet(shelf, null)).size());
        System.out.println(((Collection<?>) HANDLED.get(shelf)).size());
        System.out.println(Arrays.stream(shelf.lists).mapToInt(List::size).sum());
        System.out.println(String.join("+", STATIC_LIST) + new String(STATIC_ARRAY).length() + STATIC_ARRAY[2_999]);
    }

    private static void others() throws IOException, ClassNotFoundException {
        System.out.println(hashed.hashCode() == hashBefore && System.identityHashCode(hashed) == hashBefore);
        System.out.println(pair.first().number + " " + pair.second() + pair.equals(new Pair(pair.first(), new Key(6))));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Sent read = (Sent) in.readObject();
            System.out.println(read.number + read.text + read.inner.number + kind);
        }
        System.gc();
        int alive = 0;
        for (WeakReference<Key> each : WEAK) {
            alive += each.get() == null ? 0 : 1;
        }
        System.out.println(alive + " " + holder.keys[49]);
    }

    private static void threads() throws InterruptedException {
        Thread[] all = new Thread[8];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Thread(() -> {
                for (int k = 1000; k < MANY; k++) {
                    COUNT.incrementAndGet(STOCK.cells[k]);
                    STOCK.cells[k].incremented();
                }
            });
            all[i].start();
        }
        for (Thread each : all) {
            each.join();
        }
        long sum = 0;
        for (int k = 1000; k < MANY; k++) {
            sum += STOCK.cells[k].number * 3L + STOCK.cells[k].counted;
        }
        System.out.println(sum);
    }

    private static void list() {
        long sum = 0;
        for (Cell cell = STOCK.cells[700]; cell != null; cell = cell.next) {
            sum = sum * 31 + cell.number;
        }
        System.out.println(sum);
    }
}
