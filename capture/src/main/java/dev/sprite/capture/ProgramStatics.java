package dev.sprite.capture;

import dev.sprite.image.HiddenClasses;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Finds the static fields of the program's classes. */
final class ProgramStatics {
    private final Predicate<Class<?>> isApplicationClass;
    private final HiddenClasses hidden;
    private final Map<Class<?>, Boolean> movable = new IdentityHashMap<>();
    private final Map<Class<?>, StaticFields> fields = new IdentityHashMap<>();

    ProgramStatics(Predicate<Class<?>> isApplicationClass, HiddenClasses hidden) {
        this.isApplicationClass = isApplicationClass;
        this.hidden = hidden;
    }

    /**
     * Those of the classes that are the program's and have been initialised.
     *
     * @throws Refusal if one of them cannot be examined
     */
    List<StaticFields> among(Class<?>[] loaded) {
        List<StaticFields> initialised = new ArrayList<>();
        for (Class<?> type : loaded) {
            if (movable.computeIfAbsent(type, this::isMovable) && !Raw.UNSAFE.shouldBeInitialized(type)) {
                initialised.add(fields.computeIfAbsent(type, StaticFields::of));
            }
        }
        return initialised;
    }

    /**
     * Proxies and the accessors that reflection generates, in loaders of their own, are made anew at the target; hidden
     * classes that cannot be made again have no state of the program.
     */
    private boolean isMovable(Class<?> type) {
        return !type.isArray() && !type.isPrimitive() && !type.getName().startsWith("jdk.internal.")
                && isApplicationClass.test(type) && !Proxy.isProxyClass(type)
                && (!type.isHidden() || hidden.recipeOf(type) != null);
    }
}
