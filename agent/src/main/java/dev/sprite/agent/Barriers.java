package dev.sprite.agent;

import dev.sprite.agent.boot.IsolatedLoader;
import dev.sprite.instrumentation.RawAccess;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the program's classes get barriers, and whether all of them have some: only then may objects of this JVM be
 * shells. To be placed before the program runs here.
 */
public final class Barriers {
    private final Instrumentation instrumentation;
    private volatile boolean placed;
    private volatile String missed;
    private volatile Runnable onMissed = () -> {};

    Barriers(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    boolean placed() {
        return placed;
    }

    /** Gives barriers to all classes that need them, those to come included. */
    public void place() {
        placed = true;
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (!type.isArray() && instrumentation.isModifiableClass(type) && needs(type)) {
                loaded.add(type);
            }
        }
        if (!loaded.isEmpty()) {
            try {
                instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
            } catch (UnmodifiableClassException | LinkageError e) {
                missed("one of its classes: " + e);
            }
        }
    }

    private static boolean needs(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null
                ? RawAccess.isIn(type.getName().replace('.', '/'))
                : isOfProgram(loader);
    }

    static boolean isOfProgram(ClassLoader loader) {
        return loader != null && loader != ClassLoader.getPlatformClassLoader() && !(loader instanceof IsolatedLoader);
    }

    /** A class of the program that has none; null if there is none. */
    public String missed() {
        return missed;
    }

    /** Has {@code action} run by whatever thread defines a class that can have none, before that class is defined. */
    public void onMissed(Runnable action) {
        onMissed = action;
    }

    /** A class is about to be defined, or goes on, without barriers. */
    void missed(String name) {
        if (placed) {
            missed = name;
            onMissed.run();
        }
    }
}
