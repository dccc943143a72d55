package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the capture handlers of a method share code. A handler records what those sites keep that it serves: first the
 * values it alone has, then it goes on in one that records the rest, a subset, and ends in a root. That keeps code small
 * where many sites keep much the same, as in an interpreter's loop.
 *
 * <p>The same class file gives the same tree in every JVM: it decides in which order a site's values are recorded.
 */
final class HandlerTree {
    /** With more, the search for what pairs have in common would take long. */
    private static final int MOST_COMPARED = 60;

    /** A handler's beginning: what it records before it goes on in its parent's. */
    static final class Node {
        final int monitors;
        final boolean beforeSuper;
        /** The local with the method's receiver, which is recorded as the last value of a frame; -1 if none is. */
        final int receiver;
        final List<Node> children = new ArrayList<>();
        /** All values that are recorded from here on, as {@link #value}. */
        final BitSet values;

        Node parent;

        private Node(Group group, BitSet values) {
            this.monitors = group.monitors;
            this.beforeSuper = group.beforeSuper;
            this.receiver = group.receiver;
            this.values = values;
        }

        private void add(Node child) {
            child.parent = this;
            children.add(child);
        }

        /** What is recorded here, in this order: references, ints, then the others; a receiver comes last of all. */
        List<Integer> own() {
            BitSet own = (BitSet) values.clone();
            if (parent != null) {
                own.andNot(parent.values);
            }
            if (receiver >= 0) {
                own.clear(value(receiver, "a"));
            }
            List<Integer> order = new ArrayList<>();
            for (char kind : new char[] {'a', 'i', 'j', 'f', 'd'}) {
                for (int value = own.nextSetBit(0); value >= 0; value = own.nextSetBit(value + 1)) {
                    if (kind(value) == kind) {
                        order.add(value);
                    }
                }
            }
            return order;
        }
    }

    /** The sites between which nothing else forbids sharing. */
    private static final class Group {
        private final int monitors;
        private final boolean beforeSuper;
        private final int receiver;
        private final Map<BitSet, Node> nodes = new LinkedHashMap<>();

        Group(int monitors, boolean beforeSuper, int receiver) {
            this.monitors = monitors;
            this.beforeSuper = beforeSuper;
            this.receiver = receiver;
        }
    }

    private static final Comparator<BitSet> SMALLEST_FIRST = new Comparator<>() {
        @Override
        public int compare(BitSet a, BitSet b) {
            return Integer.compare(a.cardinality(), b.cardinality());
        }
    };

    private static final String KINDS = "ijfda";

    private final int spillBase;
    private final int receiver;
    private final Map<Integer, Node> nodeOf = new HashMap<>();
    private final List<Node> roots = new ArrayList<>();

    /**
     * @param spillBase the local that stack slot 0 spills to
     * @param receiver the local with the method's receiver; -1 if it has none
     */
    HandlerTree(List<Site> sites, int spillBase, int receiver) {
        this.spillBase = spillBase;
        this.receiver = receiver;
        Map<Integer, Group> groups = new TreeMap<>();
        for (Site site : sites) {
            if (site.kind() != Site.Kind.SUPER) {
                Group group = groups.get(key(site));
                if (group == null) {
                    group = new Group(site.monitors(), site.beforeSuper(), endsWithReceiver(site) ? receiver : -1);
                    groups.put(key(site), group);
                }
                group.nodes.put(valuesOf(site), null);
            }
        }
        for (Group group : groups.values()) {
            build(group);
        }
        for (Site site : sites) {
            if (site.kind() != Site.Kind.SUPER) {
                nodeOf.put(site.number(), groups.get(key(site)).nodes.get(valuesOf(site)));
            }
        }
    }

    private static int key(Site site) {
        return site.monitors() * 2 + (site.beforeSuper() ? 1 : 0);
    }

    private static int value(int local, String kind) {
        return local * KINDS.length() + KINDS.indexOf(kind);
    }

    static int local(int value) {
        return value / KINDS.length();
    }

    static char kind(int value) {
        return KINDS.charAt(value % KINDS.length());
    }

    private BitSet valuesOf(Site site) {
        BitSet values = new BitSet();
        for (int local : site.recorded()) {
            values.set(value(local, Values.accessor(site.state().local(local))));
        }
        for (int slot : site.spilled()) {
            values.set(value(spillBase + slot, Values.accessor(site.state().stack()[slot])));
        }
        if (endsWithReceiver(site)) {
            values.set(value(receiver, "a"));
        }
        return values;
    }

    private void build(Group group) {
        List<BitSet> shapes = new ArrayList<>(group.nodes.keySet());
        shapes.sort(SMALLEST_FIRST);
        BitSet common = (BitSet) shapes.get(0).clone();
        for (BitSet shape : shapes) {
            common.and(shape);
        }
        Node root = new Node(group, common);
        roots.add(root);
        List<Node> nodes = new ArrayList<>();
        nodes.add(root);
        for (BitSet shape : shapes) {
            Node node = root;
            if (!shape.equals(common)) {
                node = new Node(group, shape);
                largestWithin(shape, nodes).add(node);
                nodes.add(node);
            }
            group.nodes.put(shape, node);
        }
        for (Node node : nodes) {
            factor(group, node);
        }
    }

    private static Node largestWithin(BitSet shape, List<Node> nodes) {
        Node largest = nodes.get(0);
        for (Node node : nodes) {
            if (contains(shape, node.values) && node.values.cardinality() > largest.values.cardinality()) {
                largest = node;
            }
        }
        return largest;
    }

    private static boolean contains(BitSet set, BitSet subset) {
        BitSet rest = (BitSet) subset.clone();
        rest.andNot(set);
        return rest.isEmpty();
    }

    /** Puts nodes between this one and its children for what some of these have in common. */
    private static void factor(Group group, Node node) {
        while (node.children.size() > 1 && node.children.size() <= MOST_COMPARED) {
            BitSet most = node.values;
            for (Node a : node.children) {
                for (Node b : node.children) {
                    BitSet common = (BitSet) a.values.clone();
                    common.and(b.values);
                    if (a != b && common.cardinality() > most.cardinality()) {
                        most = common;
                    }
                }
            }
            if (most == node.values) {
                return;
            }
            Node between = new Node(group, most);
            for (Node child : new ArrayList<>(node.children)) {
                if (contains(child.values, most)) {
                    node.children.remove(child);
                    between.add(child);
                }
            }
            node.add(between);
            factor(group, between);
        }
    }

    /** Where the handlers end. */
    List<Node> roots() {
        return roots;
    }

    /** Where the site's handler begins; null for one that has none. */
    Node of(Site site) {
        return nodeOf.get(site.number());
    }

    /** The locals that the site records, in that order but for monitors and a receiver, which are last. */
    List<Integer> order(Site site) {
        List<Integer> order = new ArrayList<>();
        for (Node node = of(site); node != null; node = node.parent) {
            for (int value : node.own()) {
                order.add(local(value));
            }
        }
        if (of(site) == null) {
            for (int local : site.recorded()) {
                order.add(local);
            }
        }
        return order;
    }

    /** Whether a record of the site ends with the receiver. */
    boolean endsWithReceiver(Site site) {
        return receiver >= 0 && !site.beforeSuper();
    }
}
