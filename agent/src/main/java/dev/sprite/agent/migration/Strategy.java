package dev.sprite.agent.migration;

/** How a heap moves, by the names of the contract. */
final class Strategy {
    /** All of it while the program stands still. */
    static final String COPY = "copy";
    /** What the program stands on; the rest when the program runs at the target, on demand and in the background. */
    static final String LAZY = "lazy";

    private Strategy() {}

    static boolean isKnown(String name) {
        return name.equals(COPY) || name.equals(LAZY);
    }
}
