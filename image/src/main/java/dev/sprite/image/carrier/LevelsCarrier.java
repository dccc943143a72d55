package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;

/**
 * Levels of a program's own. Their registry, one of its {@linkplain SettingsCarrier settings}, refers to them weakly; it
 * is a value of their class loader's that keeps them.
 */
final class LevelsCarrier implements Carrier {
    private static final String REGISTRY = "java.util.logging.Level$KnownLevel";

    private Class<?> registry;

    @Override
    public String name() {
        return "levels of loggers";
    }

    @Override
    public void prepare() {
        try {
            registry = Class.forName(REGISTRY, false, ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException e) {
            // a JVM need not have all of the JDK's modules
        }
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        List<Object> levels = new ArrayList<>();
        if (registry != null && !Raw.UNSAFE.shouldBeInitialized(registry)) {
            for (Object each : ((Map<?, ?>) Raw.get(Raw.staticField(registry, "nameToLevels"))).values()) {
                for (Object known : (Collection<?>) each) {
                    Object level = ((Reference<?>) known).get();
                    if (level != null && level.getClass() != Level.class) {
                        levels.add(level);
                    }
                }
            }
        }
        return levels.toArray();
    }

    @Override
    public void put(Object state) {
        Object[] levels = (Object[]) state;
        if (levels.length > 0) {
            MethodHandle keep = Handles.staticMethod(
                    Handles.type(REGISTRY), "registerWithClassLoader", void.class, Level.class);
            for (Object level : levels) {
                Handles.invoke(keep, level);
            }
        }
    }
}
