package dev.sprite.zoo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Collections, their iterators in mid-flight, and tables keyed by what has an identity hash. */
public final class Collections {
    private Collections() {}

    enum Colour { RED, GREEN, BLUE }

    private static List<Object> keys() {
        List<Object> keys = new ArrayList<>(List.of(String.class, Zoo.class, int[].class, Colour.RED, Colour.GREEN,
                TimeUnit.DAYS, Thread.State.NEW, List.class, Map.Entry.class, java.util.regex.Pattern.class));
        for (int i = 0; i < 30; i++) {
            keys.add(new Object());
        }
        return keys;
    }

    /** A table whose keys are found by identity hash, in the same order as before. */
    abstract static class KeyedByIdentity extends Specimen {
        private final Map<Object, Object> map;
        private List<Object> keys;
        private List<Object> order;

        KeyedByIdentity(Map<Object, Object> map) {
            this.map = map;
        }

        @Override
        protected void make() {
            keys = keys();
            for (Object key : keys) {
                map.put(key, List.of(key));
            }
            order = new ArrayList<>(map.keySet());
        }

        @Override
        protected void check() {
            for (Object key : keys) {
                holds(map.containsKey(key));
                same(key, ((List<?>) map.get(key)).get(0));
            }
            equal(keys.size(), map.size());
            equal(new HashSet<>(order), new HashSet<>(new ArrayList<>(map.keySet())));
            map.remove(keys.get(0));
            holds(!map.containsKey(keys.get(0)));
            map.put(keys.get(0), List.of(keys.get(0)));
        }
    }

    static final class HashMaps extends KeyedByIdentity {
        HashMaps() {
            super(new HashMap<>());
        }
    }

    static final class LinkedHashMaps extends KeyedByIdentity {
        HashMap<Object, Object> unused;

        LinkedHashMaps() {
            super(new LinkedHashMap<>());
        }
    }

    static final class IdentityMaps extends KeyedByIdentity {
        IdentityMaps() {
            super(new IdentityHashMap<>());
        }
    }

    static final class ConcurrentMaps extends KeyedByIdentity {
        ConcurrentMaps() {
            super(new ConcurrentHashMap<>());
        }
    }

    static final class Hashtables extends KeyedByIdentity {
        Hashtables() {
            super(new Hashtable<>());
        }
    }

    static final class WeakMaps extends KeyedByIdentity {
        WeakMaps() {
            super(new WeakHashMap<>());
        }
    }

    static final class Sets extends Specimen {
        private Set<Object> hash;
        private Set<Object> linked;
        private List<Object> keys;

        @Override
        protected void make() {
            keys = keys();
            hash = new HashSet<>(keys);
            linked = new LinkedHashSet<>(keys);
        }

        @Override
        protected void check() {
            holds(hash.containsAll(keys) && linked.containsAll(keys));
            equal(keys, new ArrayList<>(linked));
        }
    }

    static final class Immutables extends Specimen {
        private Map<Object, Object> map;
        private Map<Object, Object> single;
        private Set<Object> set;
        private Set<String> strings;
        private List<Object> list;
        private List<String> order;

        @Override
        protected void make() {
            map = Map.of("a", 1, "b", 2, "c", 3, String.class, 4, Colour.RED, 5, 77, 6);
            single = Map.of(Colour.BLUE, "b");
            set = Set.of("x", Zoo.class, Colour.GREEN, 5L);
            strings = Set.of("one", "two", "three", "four", "five", "six");
            list = List.of(1, "2", 3.0, Zoo.class);
            order = new ArrayList<>(strings);
        }

        @Override
        protected void check() {
            equal(1, map.get("a"));
            equal(2, map.get("b"));
            equal(3, map.get("c"));
            equal(4, map.get(String.class));
            equal(5, map.get(Colour.RED));
            equal(6, map.get(77));
            equal("b", single.get(Colour.BLUE));
            holds(set.contains("x") && set.contains(Zoo.class) && set.contains(Colour.GREEN) && set.contains(5L));
            equal(Map.of("a", 1, "b", 2, "c", 3, String.class, 4, Colour.RED, 5, 77, 6), map);
            for (String each : order) {
                holds(strings.contains(each));
            }
            equal(order, new ArrayList<>(strings));
            equal(List.of(1, "2", 3.0, Zoo.class), list);
        }
    }

    static final class IteratorsInFlight extends Specimen {
        private Iterator<Integer> list;
        private ListIterator<String> linked;
        private Iterator<Map.Entry<String, Integer>> hash;
        private Iterator<Integer> tree;
        private Iterator<Object> queue;
        private List<Map.Entry<String, Integer>> rest;

        @Override
        protected void make() {
            list = new ArrayList<>(List.of(1, 2, 3)).iterator();
            list.next();
            linked = new LinkedList<>(List.of("a", "b", "c")).listIterator(2);
            Map<String, Integer> map = new HashMap<>(Map.of("k1", 1, "k2", 2, "k3", 3, "k4", 4));
            rest = new ArrayList<>(map.entrySet());
            hash = map.entrySet().iterator();
            hash.next();
            tree = new TreeMap<>(Map.of(5, "five", 6, "six", 7, "seven")).navigableKeySet().iterator();
            tree.next();
            queue = new ConcurrentLinkedQueue<Object>(List.of("p", "q")).iterator();
            queue.next();
        }

        @Override
        protected void check() {
            if (!list.hasNext()) {
                return;
            }
            equal(2, list.next());
            list.remove();
            equal(3, list.next());
            equal("b", linked.previous());
            equal(rest.get(1).getKey(), hash.next().getKey());
            equal(6, tree.next());
            equal("q", queue.next());
        }
    }

    static final class Sorted extends Specimen {
        private TreeMap<String, Integer> tree;
        private TreeSet<Integer> set;
        private PriorityQueue<String> queue;
        private ConcurrentSkipListMap<Integer, String> skip;

        @Override
        protected void make() {
            tree = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            tree.put("b", 2);
            tree.put("A", 1);
            set = new TreeSet<>(Comparator.reverseOrder());
            set.addAll(List.of(1, 3, 2));
            queue = new PriorityQueue<>(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
            queue.addAll(List.of("ccc", "a", "bb", "aa"));
            skip = new ConcurrentSkipListMap<>(Map.of(3, "c", 1, "a"));
        }

        @Override
        protected void check() {
            equal(1, tree.get("a"));
            equal(List.of(3, 2, 1), new ArrayList<>(set));
            PriorityQueue<String> copy = new PriorityQueue<>(queue);
            equal("a", copy.poll());
            equal("aa", copy.poll());
            equal("bb", copy.poll());
            equal("a", skip.firstEntry().getValue());
        }
    }

    static final class Queues extends Specimen {
        private ArrayDeque<Integer> deque;
        private LinkedBlockingQueue<String> blocking;
        private CopyOnWriteArrayList<String> copying;
        private BitSet bits;

        @Override
        protected void make() {
            deque = new ArrayDeque<>(List.of(1, 2, 3));
            deque.addFirst(0);
            blocking = new LinkedBlockingQueue<>(List.of("x", "y"));
            copying = new CopyOnWriteArrayList<>(List.of("c"));
            bits = new BitSet();
            bits.set(1000);
        }

        @Override
        protected void check() {
            equal(List.of(0, 1, 2, 3), new ArrayList<>(deque));
            equal("x", blocking.peek());
            holds(blocking.offer("z") && blocking.remove("z"));
            equal(List.of("c"), copying);
            equal(1000, bits.nextSetBit(0));
        }
    }

    static final class Enums extends Specimen {
        private EnumMap<Colour, String> map;
        private EnumSet<TimeUnit> set;
        private Colour colour;

        @Override
        protected void make() {
            map = new EnumMap<>(Map.of(Colour.RED, "r", Colour.BLUE, "b"));
            set = EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS);
            colour = Colour.GREEN;
        }

        @Override
        protected void check() {
            equal("b", map.get(Colour.BLUE));
            holds(set.contains(TimeUnit.HOURS) && set.size() == 2);
            same(Colour.GREEN, colour);
            same(Colour.GREEN, Colour.valueOf("GREEN"));
            same(Colour.GREEN, Colour.values()[1]);
        }
    }
}
