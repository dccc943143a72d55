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
    private final Map<Class<?>, Request> requests = new WeakHashMap<>();
    private SiteRegistry anticipated;

    /** What has been asked for and what has been made for one class. */
    public static final class Request {
        private static final Request NONE = new Request(Map.of(), Map.of(), false);

        private final Map<String, Set<Integer>> asked;
        private final Map<String, Set<Integer>> granted;
        /** Whether it is to be the simplest resume code there is, and no more of it than was asked for. */
        private final boolean simple;

        private Request(Map<String, Set<Integer>> asked, Map<String, Set<Integer>> granted, boolean simple) {
            this.asked = asked;
            this.granted = granted;
            this.simple = simple;
        }
    }

    /**
     * From now on a class that is asked for once more, at another site, gets resume code at all sites of those methods
     * that have room for it. To change a class costs milliseconds, and costs the program all compiled code that it is
     * part of. Not a class of the JDK: resuming may call its other methods itself, and would never come to an end.
     */
    public synchronized void anticipate(SiteRegistry known) {
        anticipated = known;
    }

    /**
     * Asks for resume code.
     *
     * @param method name and descriptor, run together
     */
    public synchronized void add(Class<?> owner, String method, int site) {
        Request old = of(owner);
        if (!old.asked.getOrDefault(method, Set.of()).contains(site)) {
            Map<String, Set<Integer>> asked = new HashMap<>(old.asked);
            Set<Integer> numbers = new HashSet<>(asked.getOrDefault(method, Set.of()));
            numbers.add(site);
            asked.put(method, numbers);
            requests.put(owner, new Request(asked, old.granted, old.simple));
        }
    }

    /** Asks for nothing of {@code owner} any more. */
    public synchronized void forget(Class<?> owner) {
        requests.put(owner, new Request(Map.of(), Map.of(), of(owner).simple));
    }

    /** From now on resumed frames of {@code owner} join loops in their midst: the simplest resume code there is. */
    public synchronized void simplify(Class<?> owner) {
        requests.put(owner, new Request(of(owner).asked, of(owner).granted, true));
    }

    /** The class is about to get the resume code for these sites. */
    public synchronized void grant(Class<?> owner, Map<String, Set<Integer>> sites) {
        requests.put(owner, new Request(of(owner).asked, sites, of(owner).simple));
    }

    /** Whether resume code has been made for the site; if so it is asked for from now on, whatever it was made for. */
    public synchronized boolean keeps(Class<?> owner, String method, int site) {
        boolean isGranted = of(owner).granted.getOrDefault(method, Set.of()).contains(site);
        if (isGranted) {
            add(owner, method, site);
        }
        return isGranted;
    }

    /** The sites of a class that are to have resume code. */
    public synchronized ResumeSites sitesOf(Class<?> owner) {
        Request request = of(owner);
        boolean more = anticipated != null && !request.simple && !request.granted.isEmpty()
                && owner.getClassLoader() != null;
        return new ResumeSites(
                request.asked, more ? anticipated.sitesOf(owner).numbers() : Map.of(), !request.simple);
    }

    /** What is known of a class now, to be {@linkplain #restore restored} if the JVM does not take what is made of it. */
    public synchronized Request of(Class<?> owner) {
        return requests.getOrDefault(owner, Request.NONE);
    }

    public synchronized void restore(Class<?> owner, Request was) {
        requests.put(owner, was);
    }
}
