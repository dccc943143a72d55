package dev.sprite.instrumentation.jdk;

import java.util.List;

/** A change to the bodies of classes, loaded ones included, that redirects calls they make. */
public interface CallPatch {
    /** Whether the JDK's class of this internal name is to be changed. */
    boolean concerns(String className);

    /** Names of which any other class that makes such calls has one among its constants; empty if there is no such class. */
    default List<String> constants() {
        return List.of();
    }

    /** Returns the class with its calls redirected, or null if it makes none. */
    byte[] apply(byte[] bytes);
}
