package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.image.Raw;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;

/** What home's JVM becomes when its program has left. */
final class Shadow {
    /** Collectors shrink the heap in steps, as many as this. */
    private static final int COLLECTIONS = 4;

    private Shadow() {}

    /** What the program wanted done at its end is done where it ends. */
    static void forgetShutdownHooks() {
        clear("java.lang.ApplicationShutdownHooks", "hooks", new IdentityHashMap<>());
        clear("java.io.DeleteOnExitHook", "files", new LinkedHashSet<>());
    }

    /** Lets go of all that the program's classes hold, and gives the memory back. */
    static void shrink(Instrumentation instrumentation) {
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (!type.isArray() && Program.contains(type) && !Raw.UNSAFE.shouldBeInitialized(type)) {
                forgetStatics(type);
            }
        }
        // what still runs here, another agent's thread perhaps, speaks for nobody
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Log.debug(thread.getName() + ' ' + e));
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        try {
            DiagnosticCommand.execute("System.trim_native_heap");
        } catch (RuntimeException e) {
            Log.debug("native memory is not trimmed: " + e.getMessage());
        }
    }

    private static void forgetStatics(Class<?> type) {
        try {
            for (Field field : Raw.declaredFields(type)) {
                if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    Raw.set(field, null);
                }
            }
        } catch (LinkageError e) {
            Log.debug("statics of " + type.getName() + " are kept: " + e.getMessage());
        }
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
