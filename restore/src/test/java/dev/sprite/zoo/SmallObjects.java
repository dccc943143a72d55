package dev.sprite.zoo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Heaps to measure with. */
public final class SmallObjects {
    private static Object root;

    private SmallObjects() {}

    /** What the heap is made of. */
    public enum Kind { TREE, STRINGS, MAP, ARRAYS }

    private static final class Node {
        private Node left;
        private Node right;
        private int key;
        private long value;

        private static Node tree(int from, int to) {
            if (from >= to) {
                return null;
            }
            int middle = (from + to) >>> 1;
            Node node = new Node();
            node.key = middle;
            node.value = middle * 7L;
            node.left = tree(from, middle);
            node.right = tree(middle + 1, to);
            return node;
        }
    }

    public static long baseline() {
        return 8 << 20;
    }

    public static void fill(Kind kind, int objects) {
        root = null;
        switch (kind) {
            case TREE:
                root = Node.tree(0, objects);
                break;
            case STRINGS:
                List<String> strings = new ArrayList<>();
                for (int i = 0; i < objects / 2; i++) {
                    strings.add("string number " + i);
                }
                root = strings;
                break;
            case MAP:
                Map<Integer, Double> map = new HashMap<>();
                for (int i = 0; i < objects / 3; i++) {
                    map.put(i, (double) i);
                }
                root = map;
                break;
            default:
                double[][] arrays = new double[objects / 1000][];
                for (int i = 0; i < arrays.length; i++) {
                    arrays[i] = new double[10_000];
                }
                root = arrays;
        }
    }
}
