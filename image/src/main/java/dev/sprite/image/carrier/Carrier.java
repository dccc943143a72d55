package dev.sprite.image.carrier;

/** One piece of JDK state that moves with the program. */
public interface Carrier {
    String name();

    /** At the source: the state, which is captured like any object of the program; may be {@code null}. */
    Object take();

    /** At the target, once every object is whole: puts the state in place. */
    void put(Object state);
}
