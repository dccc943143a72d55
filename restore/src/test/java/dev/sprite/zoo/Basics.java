package dev.sprite.zoo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plain objects, arrays, strings, well-known objects. */
public final class Basics {
    private Basics() {}

    static final class Primitives extends Specimen {
        private boolean z;
        private byte b;
        private char c;
        private short s;
        private int i;
        private long j;
        private float f;
        private double d;

        @Override
        protected void make() {
            z = true;
            b = -7;
            c = '\uffee';
            s = -300;
            i = 0x80000001;
            j = Long.MIN_VALUE + 5;
            f = Float.MIN_VALUE;
            d = -0.0;
        }

        @Override
        protected void check() {
            holds(z && b == -7 && c == '\uffee' && s == -300 && i == 0x80000001 && j == Long.MIN_VALUE + 5);
            equal(Float.MIN_VALUE, f);
            equal(-0.0, d);
        }
    }

    static final class Arrays extends Specimen {
        private Object[] all;
        private int[] shared;

        @Override
        protected void make() {
            shared = new int[] {1, 2, 3};
            all = new Object[] {new boolean[] {true}, new byte[100_000], new char[] {'x'}, new short[] {-1}, shared,
                new long[] {1L << 40}, new float[] {1.5f}, new double[] {2.5}, new String[][] {{"a"}, null}, shared,
                null,
                new Object[0]};
            ((byte[]) all[1])[99_999] = 42;
            all[10] = all;
        }

        @Override
        protected void check() {
            same(all, all[10]);
            same(shared, all[4]);
            same(shared, all[9]);
            equal(new int[] {1, 2, 3}, shared);
            equal((byte) 42, ((byte[]) all[1])[99_999]);
            equal(100_000, ((byte[]) all[1]).length);
            equal(new String[][] {{"a"}, null}, all[8]);
            equal(new double[] {2.5}, all[7]);
            equal(String[][].class, all[8].getClass());
        }
    }

    /** Of more than 1 MiB each. */
    static final class LargeArrays extends Specimen {
        private static final int LENGTH = 400_000;
        private static final int USED = 333_333;

        private char[] numbers;
        private Object[] objects;
        private Object[] same;

        @Override
        protected void make() {
            numbers = new char[2 * LENGTH];
            objects = new Object[LENGTH];
            same = objects;
            for (int i = 0; i < USED; i++) {
                numbers[2 * i] = (char) i;
                objects[i] = i % 1_000 == 0 ? this : i % 7 == 0 ? objects[i / 2] : new int[] {i};
            }
        }

        @Override
        protected void check() {
            same(objects, same);
            for (int i = 0; i < LENGTH; i++) {
                holds(numbers[2 * i] == (i < USED ? (char) i : 0) && numbers[2 * i + 1] == 0);
                if (i >= USED) {
                    same(null, objects[i]);
                } else if (i % 1_000 == 0) {
                    same(this, objects[i]);
                } else if (i % 7 == 0) {
                    same(objects[i / 2], objects[i]);
                } else {
                    holds(((int[]) objects[i])[0] == i);
                }
            }
        }
    }

    static final class Strings extends Specimen {
        private String literal;
        private String built;
        private String wide;
        private String interned;

        @Override
        protected void make() {
            literal = "a literal";
            built = new StringBuilder("a lit").append("eral").toString();
            wide = "\u4f60\u597d \ud800";
            interned = ("inter" + built.length()).intern();
        }

        @Override
        protected void check() {
            same("a literal", literal);
            equal("a literal", built);
            holds(literal != built);
            equal("\u4f60\u597d \ud800", wide);
            same("\u4f60\u597d \ud800", wide);
            same(("inter" + built.length()).intern(), interned);
        }
    }

    static final class WellKnown extends Specimen {
        private Integer small;
        private Integer large;
        private List<?> empty;
        private Object caseInsensitive;
        private Class<?>[] classes;
        private Thread.State state;

        @Override
        protected void make() {
            small = 100;
            large = 100_000;
            empty = List.of();
            caseInsensitive = String.CASE_INSENSITIVE_ORDER;
            classes = new Class<?>[] {int.class, String.class, Map.Entry[].class, Zoo.class, void.class};
            state = Thread.State.BLOCKED;
        }

        @Override
        protected void check() {
            same(Integer.valueOf(100), small);
            equal(100_000, large);
            same(List.of(), empty);
            same(String.CASE_INSENSITIVE_ORDER, caseInsensitive);
            equal(new Class<?>[] {int.class, String.class, Map.Entry[].class, Zoo.class, void.class}, classes);
            same(Thread.State.BLOCKED, state);
        }
    }

    static final class IdentityHashes extends Specimen {
        private Object hashed;
        private int hash;
        private Object locked;

        @Override
        protected void make() {
            hashed = new Object();
            hash = System.identityHashCode(hashed);
            locked = new Object();
            synchronized (locked) {
                locked.hashCode();
            }
        }

        @Override
        protected void check() {
            equal(hash, System.identityHashCode(hashed));
            holds(locked.hashCode() != 0);
        }
    }

    static final class LinkedMillion extends Specimen {
        private static final class Node {
            private final Node next;
            private final int value;

            private Node(Node next, int value) {
                this.next = next;
                this.value = value;
            }
        }

        private Node first;

        @Override
        protected void make() {
            for (int i = 0; i < 1_000_000; i++) {
                first = new Node(first, i);
            }
        }

        @Override
        protected void check() {
            int expected = 1_000_000;
            for (Node node = first; node != null; node = node.next) {
                equal(--expected, node.value);
            }
            equal(0, expected);
        }
    }

    static final class MapOfMany extends Specimen {
        private Map<Object, Object> map;

        @Override
        protected void make() {
            map = new HashMap<>();
            for (int i = 0; i < 1000; i++) {
                map.put(i % 2 == 0 ? (Object) i : "key " + i, new ArrayList<>(List.of(i)));
            }
        }

        @Override
        protected void check() {
            equal(1000, map.size());
            equal(List.of(501), map.get("key 501"));
            equal(List.of(500), map.get(500));
        }
    }
}
