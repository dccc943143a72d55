package dev.sprite.agent.migration;

/** The steps of a migration, in the order in which they are reached; a test can end the target at each. */
public enum MigrationStep {
    /** The target JVM has started and has not told anybody. */
    TARGET_STARTED,
    /** Home knows the target. */
    TARGET_ATTACHED,
    /** The source is connected to the target. */
    SOURCE_CONNECTED,
    /** The target has loaded the classes of the program. */
    CLASSES_LOADED,
    /** No application thread runs any more; the image is on its way. */
    IMAGE_BEGUN,
    /** The target has rebuilt the heap. */
    RESTORED,
    /** The target waits for home's word, which the source is about to ask for. */
    READY,
    /** Home has decided: the program belongs to the target. */
    COMMITTED,
    /** The program runs at the target, and the source does not know yet. */
    RUNNING;

    /** Whether the program goes on at the source if the target is lost here, for certain. */
    public boolean isBeforeDecision() {
        return compareTo(READY) < 0;
    }

    /** Whether the program is lost with the target if the target is lost here, for certain. */
    public boolean isAfterDecision() {
        return compareTo(READY) > 0;
    }
}
