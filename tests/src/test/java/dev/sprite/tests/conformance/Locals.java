package dev.sprite.tests.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The local variables in scope; those of a block that has ended leave their slots to others. */
final class Locals {
    record Local(Kind kind, int slot) {}

    private final List<Local> inScope = new ArrayList<>();
    private int next;

    /** Skips a slot that is no variable. */
    int reserve() {
        return next++;
    }

    Local declare(Kind kind) {
        Local local = new Local(kind, next);
        next += kind.type.getSize();
        inScope.add(local);
        return local;
    }

    /** Makes a variable of a slot that is none, or was another. */
    void reuse(Kind kind, int slot) {
        inScope.add(new Local(kind, slot));
    }

    /** One of a kind; null if there is none. */
    Local any(Kind kind, Random random) {
        List<Local> fitting = inScope.stream().filter(local -> local.kind == kind).toList();
        return fitting.isEmpty() ? null : fitting.get(random.nextInt(fitting.size()));
    }

    /** Runs what makes a block. */
    void scope(Runnable block) {
        int size = inScope.size();
        int end = next;
        block.run();
        inScope.subList(size, inScope.size()).clear();
        next = end;
    }
}
