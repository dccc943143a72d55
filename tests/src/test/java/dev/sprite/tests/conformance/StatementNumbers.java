package dev.sprite.tests.conformance;

import java.util.Set;

/** Counts the statements of a program as they are generated; those left out are generated all the same, and dropped. */
final class StatementNumbers {
    private final Set<Integer> omitted;
    private int next;

    StatementNumbers(Set<Integer> omitted) {
        this.omitted = omitted;
    }

    boolean omitsNext() {
        return omitted.contains(next++);
    }

    /** The number of the statement asked about last. */
    int last() {
        return next - 1;
    }

    int count() {
        return next;
    }
}
