package dev.sprite.instrumentation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The (class, method, site) triples that need resume code. A class that has been given resume code keeps it, as long as
 * it has room, so that going on at the same site again costs nothing.
 */
public final class ResumeRequests {
    private final Map<Class<?>, Map<String, Set<Integer>>> sites = new WeakHashMap<>();
    private final Map<Class<?>, Boolean> joining = new WeakHashMap<>();
    private final Map<Class<?>, Map<String, Set<Integer>>> granted = new WeakHashMap<>();
    private SiteRegistry anticipated;

    /**
     * From now on a class that is asked for once more, at another site, gets resume code at all sites of its smaller
     * methods. To change a class costs milliseconds, and costs the program all compiled code that it is part of. Not a
     * class of the JDK: resuming may call its other methods itself, and would never come to an end.
     */
    public synchronized void anticipate(SiteRegistry known) {
        anticipated = known;
    }

    /**
     * Asks for resume code.
     *
     * @param method name and descriptor, run together
     * @return false if it has been asked for before
     */
    public synchronized boolean add(Class<?> owner, String method, int site) {
        Map<String, Set<Integer>> asked = sites.computeIfAbsent(owner, c -> new HashMap<>());
        boolean added = asked.computeIfAbsent(method, m -> new HashSet<>()).add(site);
        if (added && anticipated != null && granted.containsKey(owner) && owner.getClassLoader() != null) {
            asked.putAll(anticipated.sitesOf(owner).numbers());
        }
        return added;
    }

    /** Asks for nothing of {@code owner} any more. */
    public synchronized void forget(Class<?> owner) {
        sites.remove(owner);
        granted.remove(owner);
    }

    /** From now on resumed frames of {@code owner} join loops in their midst: the simplest resume code there is. */
    public synchronized void preferJoining(Class<?> owner) {
        joining.put(owner, true);
    }

    /** Whether resumed frames of {@code owner} are to run copies of loops before they join them. */
    public synchronized boolean copiesLoops(Class<?> owner) {
        return !joining.containsKey(owner);
    }

    /** The class is about to get the resume code for these sites. */
    public synchronized void grant(Class<?> owner, Map<String, Set<Integer>> sites) {
        granted.put(owner, sites);
    }

    /** Whether resume code has been made for the site. */
    public synchronized boolean isGranted(Class<?> owner, String method, int site) {
        return granted.getOrDefault(owner, Map.of()).getOrDefault(method, Set.of()).contains(site);
    }

    /** The sites of a class by method; empty if it needs no resume code. */
    public synchronized Map<String, Set<Integer>> of(Class<?> owner) {
        Map<String, Set<Integer>> copy = new HashMap<>();
        sites.getOrDefault(owner, Map.of()).forEach((method, numbers) -> copy.put(method, Set.copyOf(numbers)));
        return copy;
    }
}
