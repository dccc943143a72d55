package dev.sprite.capture;

import dev.sprite.image.Finalizability;
import java.io.Closeable;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;

/** Which objects' contents may follow the image, given the barriers that the program's code has at the target. */
final class Deferral {
    /** All content comes with the image. */
    static final Deferral NONE = new Deferral(type -> false, false);

    /** Of what the content may follow. */
    enum Kind {
        /** No object of the class: the JVM or code without barriers may look into it, or fold its fields. */
        NEVER,
        /**
         * Objects of the program, into which its own code looks. Not of classes that extend one of the JDK's (records,
         * enums, exceptions, threads, proxies), hidden ones (lambdas), and those with a finalizer.
         */
        ALWAYS,
        /** Those that are met through the program's fields: collections and arrays, touched when they are loaded. */
        BY_PROGRAM
    }

    /** A smaller array comes with the object that holds it. */
    private static final int LARGE_ARRAY = 1_024;

    private final Predicate<Class<?>> isApplicationClass;
    private final boolean isAny;

    Deferral(Predicate<Class<?>> isApplicationClass) {
        this(isApplicationClass, true);
    }

    private Deferral(Predicate<Class<?>> isApplicationClass, boolean isAny) {
        this.isApplicationClass = isApplicationClass;
        this.isAny = isAny;
    }

    Kind of(Class<?> type) {
        if (!isAny) {
            return Kind.NEVER;
        }
        if (type.isArray()) {
            return Kind.BY_PROGRAM;
        }
        return isCollection(type) ? Kind.BY_PROGRAM : isOfProgram(type) ? Kind.ALWAYS : Kind.NEVER;
    }

    private boolean isOfProgram(Class<?> type) {
        for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            if (c.isHidden() || !isApplicationClass.test(c)) {
                return false;
            }
        }
        return !Finalizability.of(type);
    }

    /** Those of the JDK whose fields no compiler takes for constant, with their iterators and views. */
    private static boolean isCollection(Class<?> type) {
        String name = type.getName();
        return Movability.isOfTheJdk(type)
                && (name.startsWith("java.util.") && name.indexOf('.', 10) < 0
                        || name.startsWith("java.util.concurrent.") && name.indexOf('.', 21) < 0)
                && (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)
                        || Iterator.class.isAssignableFrom(type) || Enumeration.class.isAssignableFrom(type))
                && !Closeable.class.isAssignableFrom(type) && !name.startsWith("java.util.ImmutableCollections");
    }

    static boolean isLarge(int length) {
        return length >= LARGE_ARRAY;
    }
}
