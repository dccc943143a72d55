package dev.sprite.image.carrier;

import java.util.function.Predicate;

/** One piece of JDK state that moves with the program. */
public interface Carrier {
    String name();

    /** At the source, while the program still runs: makes sure that {@link #take} finds everything in place. */
    default void prepare() {}

    /**
     * At the source: the state, which is captured like any object of the program; may be {@code null}.
     *
     * @param everywhere tells the objects that every JVM has for itself
     */
    Object take(Predicate<Object> everywhere);

    /** At the target, once every object is whole: puts the state in place. */
    void put(Object state);
}
