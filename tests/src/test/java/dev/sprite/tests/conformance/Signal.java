package dev.sprite.tests.conformance;

/** What generated programs throw. */
public final class Signal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Signal(int value) {
        super("signal " + value);
    }
}
