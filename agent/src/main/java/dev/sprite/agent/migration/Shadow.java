package dev.sprite.agent.migration;

import java.lang.reflect.Field;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;

/** What home's JVM becomes when its program has left. */
final class Shadow {
    private Shadow() {}

    /** What the program wanted done at its end is done where it ends. */
    static void forgetShutdownHooks() {
        clear("java.lang.ApplicationShutdownHooks", "hooks", new IdentityHashMap<>());
        clear("java.io.DeleteOnExitHook", "files", new LinkedHashSet<>());
    }

    private static void clear(String type, String name, Object empty) {
        try {
            Field field = Class.forName(type).getDeclaredField(name);
            field.setAccessible(true);
            field.set(null, empty);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK keeps its shutdown hooks elsewhere", e);
        }
    }
}
