package dev.sprite.tests.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The program's methods beneath those of the JDK that call them and have more to do afterwards. */
public final class Callbacks {
    private static int calls;

    /** A key whose methods all take their time. */
    private static final class Key implements Comparable<Key> {
        private final int value;

        Key(int value) {
            this.value = value;
        }

        @Override
        public int hashCode() {
            return work(value) % 3;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && work(key.value) == work(value);
        }

        @Override
        public int compareTo(Key other) {
            return Integer.compare(work(value), work(other.value));
        }

        @Override
        public String toString() {
            return "k" + work(value);
        }
    }

    private static final class Slow extends Reader {
        private int left = 40;

        @Override
        public int read(char[] into, int offset, int length) {
            int count = work(Math.min(3, Math.min(length, left)));
            Arrays.fill(into, offset, offset + count, left % 7 == 0 ? '\n' : 'x');
            left -= count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {
            work(1);
        }
    }

    public static void main(String[] args) throws Exception {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            keys.add(new Key(i * 7 % 12));
        }
        collections(keys);
        maps(keys);
        streams(keys);
        text(keys);
        tasks(keys);
        System.out.println(calls);
    }

    private static void collections(List<Key> keys) {
        for (Collection<Key> each : List.of(new ArrayList<>(keys), new LinkedList<>(keys), new ArrayDeque<>(keys),
                new PriorityQueue<>(keys), Collections.unmodifiableList(keys), List.copyOf(keys),
                Arrays.asList(keys.toArray(new Key[0])), new HashSet<>(keys))) {
            int[] sum = new int[1];
            each.forEach(key -> sum[0] = sum[0] * 3 + work(key.value));
            System.out.println(each.getClass().getSimpleName() + sum[0] + each.contains(new Key(3)) + each);
        }
        List<Key> changed = new ArrayList<>(keys);
        changed.removeIf(key -> work(key.value) % 3 == 0);
        changed.replaceAll(key -> new Key(work(key.value) + 1));
        changed.sort(Comparator.comparingInt((Key key) -> -work(key.value)).thenComparing(Comparator.naturalOrder()));
        System.out.println(changed + " " + changed.indexOf(new Key(5)) + changed.equals(List.copyOf(changed)));
        Collections.sort(changed);
        Key[] array = changed.toArray(Key[]::new);
        Arrays.sort(array, Collections.reverseOrder());
        System.out.println(changed + Arrays.toString(array) + Arrays.hashCode(array));
    }

    private static void maps(List<Key> keys) {
        for (Map<Key, Integer> map : List.<Map<Key, Integer>>of(
                new HashMap<>(), new LinkedHashMap<>(), new TreeMap<>(), new ConcurrentHashMap<>())) {
            for (Key key : keys) {
                map.put(key, key.value);
                map.computeIfAbsent(new Key(key.value + 3), each -> work(each.value));
                map.merge(key, 5, (a, b) -> work(a) + b);
                map.computeIfPresent(key, (each, value) -> work(value) % 4 == 0 ? null : value + 1);
            }
            map.replaceAll((key, value) -> work(value) * 2);
            map.entrySet().removeIf(entry -> work(entry.getValue()) % 5 == 0);
            StringJoiner joined = new StringJoiner(",");
            map.forEach((key, value) -> joined.add(key + "=" + value));
            System.out.println(joined + " " + map + map.hashCode() + map.equals(new HashMap<>(map)));
        }
    }

    private static void streams(List<Key> keys) {
        System.out.println(keys.stream().filter(key -> work(key.value) > 2).map(key -> new Key(work(key.value) * 2))
                .sorted().limit(5).map(Key::toString).collect(Collectors.joining("/")));
        Map<Key, Long> groups = IntStream.range(0, 20).map(Callbacks::work).filter(i -> work(i) % 2 == 0).boxed()
                .collect(Collectors.groupingBy(i -> new Key(work(i) % 3), TreeMap::new, Collectors.counting()));
        System.out.println(groups);
        System.out.println(Stream.iterate(1, i -> work(i) + 1).flatMap(i -> Stream.of(i, work(i) * 10)).skip(3)
                .takeWhile(i -> work(i) < 80).reduce(0, (a, b) -> work(a) + b));
        System.out.println(keys.stream().distinct().max(Comparator.comparing(key -> work(key.value))).map(Key::toString)
                .filter(text -> work(text.length()) > 0).orElseGet(() -> "none" + work(1)));
        System.out.println(Optional.of(keys.get(1)).map(key -> work(key.value)).stream().mapToInt(i -> work(i)).sum());
    }

    private static void text(List<Key> keys) throws IOException {
        StringBuilder text = new StringBuilder().append(keys.get(3)).append(String.valueOf(keys.get(4)));
        System.out.println(text.append(Objects.toString(keys.get(5))) + String.format("%s|%5s", keys.get(6), keys.get(7)));
        System.out.println(keys.get(8));
        System.out.println(String.join("-", keys.stream().map(Key::toString).toList()));
        try (BufferedReader reader = new BufferedReader(new Slow(), 8)) {
            List<Integer> lengths = reader.lines().map(line -> line.length() + work(1)).toList();
            System.out.println(lengths);
        }
        ThreadLocal<Integer> local = ThreadLocal.withInitial(() -> work(9));
        System.out.println(local.get() + Objects.hash(keys.get(1), keys.get(2)));
    }

    private static void tasks(List<Key> keys) throws Exception {
        FutureTask<Integer> task = new FutureTask<>(() -> work(41) + 1);
        task.run();
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Callable<Integer>> callables = new ArrayList<>();
        keys.forEach(key -> callables.add(() -> work(key.value)));
        int sum = task.get();
        for (Future<Integer> each : pool.invokeAll(callables)) {
            sum += each.get();
        }
        CompletableFuture<Integer> future = CompletableFuture.supplyAsync(() -> work(3), pool)
                .thenApply(i -> work(i) * 2).thenCombine(CompletableFuture.completedFuture(4), (a, b) -> work(a) + b);
        System.out.println(sum + " " + future.get() + " " + CompletableFuture.completedFuture(3).thenApply(i -> work(i))
                .handle((value, failure) -> work(value) + " " + failure).join());
        pool.shutdown();
        lock.unlock();
    }

    /** Passes safe points, and gives {@code n} back. */
    private static synchronized int count(int n) {
        calls++;
        return n;
    }

    private static int work(int n) {
        int result = n;
        for (int i = 0; i < 2; i++) {
            result += 2 * i - 1;
        }
        return count(result);
    }
}
