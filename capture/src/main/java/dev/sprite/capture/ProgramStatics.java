package dev.sprite.capture;

import dev.sprite.image.HiddenClasses;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** Finds the static fields of the program's classes. */
final class ProgramStatics {
    private final Predicate<Class<?>> isApplicationClass;
    private final HiddenClasses hidden;
    /** Of the classes looked at before: the fields of those that had been initialised, and the others. */
    private final List<StaticFields> initialised = new ArrayList<>();
    private final List<Class<?>> others = new ArrayList<>();

    ProgramStatics(Predicate<Class<?>> isApplicationClass, HiddenClasses hidden) {
        this.isApplicationClass = isApplicationClass;
        this.hidden = hidden;
    }

    /**
     * Those of the classes that are the program's and have been initialised.
     *
     * @param loaded the first, or a continuation of what this was asked for last
     * @throws Refusal if one of them cannot be examined
     */
    List<StaticFields> among(LoadedClasses loaded) {
        if (!loaded.isContinued()) {
            initialised.clear();
            others.clear();
        }
        for (Class<?> type : loaded.added()) {
            if (isMovable(type)) {
                others.add(type);
            }
        }
        for (Iterator<Class<?>> left = others.iterator(); left.hasNext();) {
            Class<?> type = left.next();
            if (!Raw.UNSAFE.shouldBeInitialized(type)) {
                initialised.add(StaticFields.of(type));
                left.remove();
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
