package dev.sprite.image.carrier;

import java.util.function.Predicate;

/** Tells classes that the loader of the class path, or one beneath it, has defined. */
final class OfProgram implements Predicate<Class<?>> {
    private final ClassLoader application;

    OfProgram(ClassLoader application) {
        this.application = application;
    }

    @Override
    public boolean test(Class<?> type) {
        for (ClassLoader loader = type.getClassLoader(); loader != null; loader = loader.getParent()) {
            if (loader == application) {
                return true;
            }
        }
        return false;
    }
}
