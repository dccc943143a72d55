package dev.sprite.instrumentation;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** The site tables of all instrumented classes of this JVM, by loader and name. */
public final class SiteRegistry {
    private final Map<ClassLoader, Map<String, Object>> tables = new WeakHashMap<>();
    /** Classes that have been changed when they were loaded; whether they could be captured before. */
    private final Map<ClassLoader, Map<String, Boolean>> changed = new WeakHashMap<>();
    private volatile int changes;

    /** What is known of a class. */
    public static final class Recorded {
        private final Object table;
        private final Boolean capturable;

        private Recorded(Object table, Boolean capturable) {
            this.table = table;
            this.capturable = capturable;
        }
    }

    /**
     * Records a class that has just been instrumented, anew if it was before.
     *
     * @param loader the defining loader; null for the boot loader
     * @param className internal name
     * @param sites {@link Instrumented#sites()}
     * @param loaded whether the class was there already, so that frames of what it was before may be about
     */
    public synchronized void register(ClassLoader loader, String className, byte[] sites, boolean loaded) {
        boolean known = classesOf(tables, loader).put(className, sites) != null;
        if (loaded) {
            Map<String, Boolean> names = classesOf(changed, loader);
            names.put(className, known && !Boolean.FALSE.equals(names.get(className)));
            changes = changes + 1;
        }
    }

    /** What is recorded of a class now, to be {@linkplain #restore restored} if the JVM does not take its new form. */
    public synchronized Recorded recorded(Class<?> type) {
        String name = type.getName().replace('.', '/');
        return new Recorded(classesOf(tables, type.getClassLoader()).get(name),
                classesOf(changed, type.getClassLoader()).get(name));
    }

    public synchronized void restore(Class<?> type, Recorded was) {
        String name = type.getName().replace('.', '/');
        put(classesOf(tables, type.getClassLoader()), name, was.table);
        put(classesOf(changed, type.getClassLoader()), name, was.capturable);
        changes = changes + 1;
    }

    private static <T> void put(Map<String, T> classes, String name, T value) {
        if (value == null) {
            classes.remove(name);
        } else {
            classes.put(name, value);
        }
    }

    /** Says that frames of what a class was before its last change run on. */
    public synchronized void keepsFrames(Class<?> type) {
        classesOf(changed, type.getClassLoader()).put(type.getName().replace('.', '/'), false);
        changes = changes + 1;
    }

    /** How many times loaded classes have been changed: whatever is known of a loaded class holds until the next time. */
    public int changes() {
        return changes;
    }

    private static <T> Map<String, T> classesOf(Map<ClassLoader, Map<String, T>> all, ClassLoader loader) {
        Map<String, T> classes = all.get(loader);
        if (classes == null) {
            classes = new HashMap<>();
            all.put(loader, classes);
        }
        return classes;
    }

    /**
     * Whether frames of what a class was before may be about.
     *
     * @param others whether threads other than the one that is asked about have had classes changed
     */
    public synchronized boolean mayBeOutdated(Class<?> type, boolean others) {
        Map<String, Boolean> names = changed.get(type.getClassLoader());
        Boolean capturable = names == null ? null : names.get(type.getName().replace('.', '/'));
        return capturable != null && (others || !capturable);
    }

    /**
     * Whether a class of that name has a method of that name with safe points.
     *
     * @param ofProgram whether classes of the JDK do not count
     */
    public synchronized boolean know(String className, String method, boolean ofProgram) {
        String name = className.replace('.', '/');
        for (Map.Entry<ClassLoader, Map<String, Object>> loaded : tables.entrySet()) {
            Map<String, Object> classes = loaded.getValue();
            if (classes.containsKey(name)) {
                return (loaded.getKey() != null || !ofProgram) && decoded(classes, name).has(method);
            }
        }
        return false;
    }

    /** The sites of a loaded class; null if it is not instrumented. */
    public synchronized SiteTable sitesOf(Class<?> type) {
        Map<String, Object> classes = tables.get(type.getClassLoader());
        if (classes == null) {
            return null;
        }
        return decoded(classes, type.getName().replace('.', '/'));
    }

    private static SiteTable decoded(Map<String, Object> classes, String name) {
        Object sites = classes.get(name);
        if (sites instanceof byte[] encoded) {
            sites = SiteTable.decode(encoded);
            classes.put(name, sites);
        }
        return (SiteTable) sites;
    }
}
