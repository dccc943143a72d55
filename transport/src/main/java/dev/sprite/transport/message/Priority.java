package dev.sprite.transport.message;

/** How much an application on another host matters; a host takes in one of each. */
public enum Priority {
    NORMAL,
    /** Gives way to everything else, and leaves room for another that does not. */
    BACKGROUND
}
