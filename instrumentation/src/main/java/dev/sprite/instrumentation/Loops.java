package dev.sprite.instrumentation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The natural loops of a method: for each header, all that can reach a jump back to it without passing it. */
final class Loops {
    private final MethodFlow flow;
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final Map<Integer, BitSet> bodies = new TreeMap<>();

    private Loops(MethodFlow flow) {
        this.flow = flow;
    }

    static Loops of(MethodFlow flow) {
        Loops loops = new Loops(flow);
        loops.findPredecessors();
        loops.findBodies();
        return loops;
    }

    /** The loops that hold instruction {@code i}, as regions, in no order. */
    List<Region> around(int i) {
        List<Region> around = new ArrayList<>();
        bodies.forEach((header, body) -> {
            if (body.get(i)) {
                around.add(new Region(body, header, -1));
            }
        });
        return around;
    }

    private void findPredecessors() {
        for (int i = 0; i < flow.size(); i++) {
            predecessors.add(new ArrayList<>());
        }
        for (int i = 0; i < flow.size(); i++) {
            for (int next : flow.successors(i)) {
                predecessors.get(next).add(i);
            }
            for (int handler : flow.handlersOf(i)) {
                predecessors.get(handler).add(i);
            }
        }
    }

    private void findBodies() {
        for (int i = 0; i < flow.size(); i++) {
            for (int header : flow.successors(i)) {
                if (header <= i) {
                    BitSet body = bodyOf(header, i);
                    if (body != null) {
                        bodies.computeIfAbsent(header, h -> new BitSet()).or(body);
                    }
                }
            }
        }
    }

    /** All that reaches {@code tail} without {@code header}; null if the entry is among it: then it is no natural loop. */
    private BitSet bodyOf(int header, int tail) {
        BitSet body = new BitSet();
        body.set(header);
        Deque<Integer> work = new ArrayDeque<>();
        work.push(tail);
        while (!work.isEmpty()) {
            int i = work.pop();
            if (body.get(i)) {
                continue;
            }
            if (i == 0) {
                return null;
            }
            body.set(i);
            predecessors.get(i).forEach(work::push);
        }
        return body;
    }
}
