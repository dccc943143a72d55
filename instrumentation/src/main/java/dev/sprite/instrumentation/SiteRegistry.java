package dev.sprite.instrumentation;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** The site tables of all instrumented classes of this JVM, by loader and name. */
public final class SiteRegistry {
    private final Map<ClassLoader, Map<String, Object>> tables = new WeakHashMap<>();

    /**
     * Records a class that has just been instrumented, anew if it was before.
     *
     * @param loader the defining loader; null for the boot loader
     * @param className internal name
     * @param sites {@link Instrumented#sites()}
     */
    public synchronized void register(ClassLoader loader, String className, byte[] sites) {
        Map<String, Object> classes = tables.get(loader);
        if (classes == null) {
            classes = new HashMap<>();
            tables.put(loader, classes);
        }
        classes.put(className, sites);
    }

    /** The sites of a loaded class; null if it is not instrumented. */
    public synchronized SiteTable sitesOf(Class<?> type) {
        Map<String, Object> classes = tables.get(type.getClassLoader());
        if (classes == null) {
            return null;
        }
        String name = type.getName().replace('.', '/');
        Object sites = classes.get(name);
        if (sites instanceof byte[] encoded) {
            sites = SiteTable.decode(encoded);
            classes.put(name, sites);
        }
        return (SiteTable) sites;
    }
}
