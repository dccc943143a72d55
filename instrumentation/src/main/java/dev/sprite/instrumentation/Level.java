package dev.sprite.instrumentation;

import java.util.BitSet;
import java.util.Map;
import org.objectweb.asm.tree.LabelNode;

/**
 * One rendering of (a part of) a method's original instructions. The first is the original body; the levels of a
 * resumed site are copies of the regions around it, each left for the next outer one.
 */
final class Level {
    final BitSet insns = new BitSet();
    /** Whether it is the rest of a constructor whose object is known already: it cannot return, and joins nothing. */
    final boolean constructed;

    private final Level outer;
    private final Region region;
    private final LabelNode[] labels;
    /** The labels that stand for allocations a resume stub has made anew, by {@code new} instruction. */
    private final Map<Integer, LabelNode> allocations;

    private Level(Level outer, Region region, int size, boolean constructed, Map<Integer, LabelNode> allocations) {
        this.outer = outer;
        this.region = region;
        this.labels = new LabelNode[size + 1];
        this.constructed = constructed;
        this.allocations = allocations;
    }

    /** The original body, with all its instructions. */
    static Level body(int size) {
        Level body = new Level(null, null, size, false, Map.of());
        body.insns.set(0, size);
        return body;
    }

    /** A copy of a constructor's rest, with no instruction as yet. */
    static Level constructed(int size) {
        return new Level(null, null, size, true, Map.of());
    }

    /** A copy of a region within this level, with no instruction as yet. */
    Level inner(Region region, Map<Integer, LabelNode> allocations) {
        return new Level(this, region, labels.length - 1, constructed, allocations);
    }

    Map<Integer, LabelNode> allocations() {
        return allocations;
    }

    boolean isCopy() {
        return region != null || constructed;
    }

    LabelNode label(int i) {
        if (labels[i] == null) {
            labels[i] = new LabelNode();
        }
        return labels[i];
    }

    /** The level in which control goes on when it flows from this one to {@code i}. */
    Level at(int i) {
        if (region == null || region.insns().get(i) && i != region.header()) {
            return this;
        }
        return outer.at(i);
    }

    LabelNode labelAt(int i) {
        return at(i).label(i);
    }

    LabelNode allocation(int insn) {
        LabelNode remade = allocations.get(insn);
        return remade != null ? remade : label(insn);
    }
}
