package java.lang;

import java.util.Map;
import java.util.WeakHashMap;

/**
 * The source files of classes that have been changed. Of a frame that was begun before, the JVM knows the line but
 * tells no file.
 */
public final class SpriteSources {
    private static final Map<Class<?>, String> FILES = new WeakHashMap<>();

    private SpriteSources() {}

    /** Says that {@code type} is being changed. */
    public static void add(Class<?> type, String file) {
        synchronized (FILES) {
            FILES.put(type, file);
        }
    }

    /**
     * The file that a stack trace is to name.
     *
     * @param told what the JVM has told; null if nothing
     * @param line what it has told of the line; negative for nothing
     */
    static String of(Class<?> type, String told, int line) {
        if (told != null || line < 0) {
            return told;
        }
        synchronized (FILES) {
            return FILES.get(type);
        }
    }
}
