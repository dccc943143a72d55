package dev.sprite.instrumentation.jdk;

/** A change to the bodies of classes, loaded ones included, that redirects calls they make. */
public interface CallPatch {
    /** Whether the JDK's class of this internal name is to be changed. */
    boolean concerns(String className);

    /** Whether a class of whatever name may make such calls; quick, and true rather than wrong. */
    default boolean mayConcern(byte[] bytes) {
        return false;
    }

    /** Returns the class with its calls redirected. */
    byte[] apply(byte[] bytes);
}
