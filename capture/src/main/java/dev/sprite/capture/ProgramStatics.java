package dev.sprite.capture;

import dev.sprite.image.HiddenClasses;
import dev.sprite.image.Raw;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Finds the static fields of the program's classes. */
final class ProgramStatics {
    private static final StaticFields NOT_OF_THE_PROGRAM = new StaticFields(null, null, null);

    private final Predicate<Class<?>> isApplicationClass;
    private final HiddenClasses hidden;
    private final Map<Class<?>, StaticFields> known = new IdentityHashMap<>();

    ProgramStatics(Predicate<Class<?>> isApplicationClass, HiddenClasses hidden) {
        this.isApplicationClass = isApplicationClass;
        this.hidden = hidden;
    }

    /** Learns about classes ahead of time. */
    void examine(Class<?>[] loaded) {
        for (Class<?> type : loaded) {
            known.computeIfAbsent(type, this::of);
        }
    }

    /** Those of the classes that have been initialised. */
    List<StaticFields> initialised(Class<?>[] loaded) {
        List<StaticFields> initialised = new ArrayList<>();
        for (Class<?> type : loaded) {
            StaticFields fields = known.computeIfAbsent(type, this::of);
            if (fields != NOT_OF_THE_PROGRAM && !Raw.UNSAFE.shouldBeInitialized(type)) {
                initialised.add(fields);
            }
        }
        return initialised;
    }

    private StaticFields of(Class<?> type) {
        return isMovable(type) ? StaticFields.of(type) : NOT_OF_THE_PROGRAM;
    }

    /** Proxies are made anew at the target; hidden classes that cannot be made again have no state of the program. */
    private boolean isMovable(Class<?> type) {
        return !type.isArray() && !type.isPrimitive() && isApplicationClass.test(type) && !Proxy.isProxyClass(type)
                && (!type.isHidden() || hidden.recipeOf(type) != null);
    }
}
