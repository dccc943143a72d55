package dev.sprite.instrumentation;

import java.util.Map;
import java.util.Set;

/**
 * The sites of a class that are to get resume code, by method (name and descriptor, run together).
 *
 * @param required those at which frames are to be resumed
 * @param welcome those that get it as well, in methods with room for all of theirs
 * @param copiesLoops whether resumed frames run copies of the loops around their site before they join them, which
 *     leaves the compiler loops it can optimise
 */
public record ResumeSites(
        Map<String, Set<Integer>> required, Map<String, Set<Integer>> welcome, boolean copiesLoops) {
    static final ResumeSites NONE = new ResumeSites(Map.of(), Map.of(), false);

    /** Those required, and no others. */
    public static ResumeSites of(Map<String, Set<Integer>> required) {
        return new ResumeSites(required, Map.of(), true);
    }

    public boolean isEmpty() {
        return required.isEmpty();
    }
}
