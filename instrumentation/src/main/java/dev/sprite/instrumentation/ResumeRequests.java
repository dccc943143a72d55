package dev.sprite.instrumentation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The (class, method, site) triples that need resume code. They only grow: a class that has been given resume code
 * keeps it, so that going on at the same site again costs nothing.
 */
public final class ResumeRequests {
    private final Map<Class<?>, Map<String, Set<Integer>>> sites = new WeakHashMap<>();

    /**
     * Asks for resume code.
     *
     * @param method name and descriptor, run together
     * @return false if it has been asked for before
     */
    public synchronized boolean add(Class<?> owner, String method, int site) {
        return sites.computeIfAbsent(owner, c -> new HashMap<>())
                .computeIfAbsent(method, m -> new HashSet<>())
                .add(site);
    }

    /** The sites of a class by method; empty if it needs no resume code. */
    public synchronized Map<String, Set<Integer>> of(Class<?> owner) {
        Map<String, Set<Integer>> copy = new HashMap<>();
        sites.getOrDefault(owner, Map.of()).forEach((method, numbers) -> copy.put(method, Set.copyOf(numbers)));
        return copy;
    }
}
