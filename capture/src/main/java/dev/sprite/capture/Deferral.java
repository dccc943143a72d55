package dev.sprite.capture;

import dev.sprite.image.Finalizability;
import java.util.function.Predicate;

/**
 * Which objects' content may follow the image: those that only the program's own code looks into, since that has barriers
 * at the target. Not so classes that extend one of the JDK's (records, enums, exceptions, threads, proxies), hidden ones
 * (lambdas), which the JVM may fold the fields of, and those with a finalizer.
 */
final class Deferral {
    /** All content comes with the image. */
    static final Deferral NONE = new Deferral(type -> false);

    private final Predicate<Class<?>> isApplicationClass;

    Deferral(Predicate<Class<?>> isApplicationClass) {
        this.isApplicationClass = isApplicationClass;
    }

    boolean allows(Class<?> type) {
        for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            if (c.isArray() || c.isHidden() || !isApplicationClass.test(c)) {
                return false;
            }
        }
        return !Finalizability.of(type);
    }
}
