package java.lang;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers for class loaders whose fields have not arrived yet: while a process is rebuilt, the JVM asks them for classes
 * that they had loaded at the source, and must not run their code.
 */
public final class SpriteLoaders {
    /** By loader, the classes it has been asked for at the source, by name; null when all loaders are whole. */
    private static volatile Map<ClassLoader, Map<String, Class<?>>> arriving;

    private SpriteLoaders() {}

    /** From now on {@code loader} is not asked itself. */
    public static synchronized void arrives(ClassLoader loader) {
        if (arriving == null) {
            arriving = new IdentityHashMap<>();
        }
        arriving.putIfAbsent(loader, new ConcurrentHashMap<>());
    }

    /** What an arriving loader answered when asked for {@code type}. */
    public static synchronized void found(ClassLoader loader, Class<?> type) {
        if (arriving != null && arriving.containsKey(loader)) {
            arriving.get(loader).put(type.getName(), type);
        }
    }

    /** All loaders are whole. */
    public static synchronized void arrived() {
        arriving = null;
    }

    /**
     * Called first by every {@code loadClass}.
     *
     * @return null if {@code loader} is to answer itself
     */
    public static Class<?> find(Object loader, String name) throws ClassNotFoundException {
        return arriving == null ? null : findArriving(loader, name);
    }

    /** Holds no lock while it asks a loader: classes of these packages can be no other's than the JVM's. */
    private static Class<?> findArriving(Object loader, String name) throws ClassNotFoundException {
        Map<String, Class<?>> found = foundBy(loader);
        if (found == null) {
            return null;
        }
        Class<?> type = found.get(name);
        if (type == null && name.startsWith("java.")) {
            return ClassLoader.getPlatformClassLoader().loadClass(name);
        }
        if (type == null) {
            throw new ClassNotFoundException(name + ", which its class loader had not loaded when it moved");
        }
        return type;
    }

    private static synchronized Map<String, Class<?>> foundBy(Object loader) {
        return arriving == null ? null : arriving.get(loader);
    }
}
