package dev.sprite.zoo;

import java.util.Objects;

/** One kind of object to carry over: made at the source, checked at the target. */
public abstract class Specimen {
    protected abstract void make() throws Exception;

    protected abstract void check() throws Throwable;

    static void same(Object expected, Object actual) {
        if (expected != actual) {
            throw new AssertionError("not the same object: " + expected + " and " + actual);
        }
    }

    static void equal(Object expected, Object actual) {
        if (!Objects.deepEquals(expected, actual)) {
            throw new AssertionError("expected " + expected + ", got " + actual);
        }
    }

    static void holds(boolean condition) {
        if (!condition) {
            throw new AssertionError("condition does not hold");
        }
    }

    /** Makes this specimen at the source. */
    public final Specimen made() {
        try {
            make();
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(name() + " cannot be made", e);
        }
    }

    /** At the target: {@code null} if all is well. */
    public final String verdict() {
        try {
            check();
            return null;
        } catch (Throwable e) {
            return e + " at " + (e.getStackTrace().length > 1 ? e.getStackTrace()[1] : "?");
        }
    }

    public final String name() {
        return getClass().getSimpleName();
    }
}
