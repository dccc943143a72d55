package dev.sprite.transport.control;

/**
 * One line of {@code sprite ps}.
 *
 * @param pid the logical pid
 * @param home the home host's name
 * @param host the name of the host it runs on
 * @param state {@code home}, {@code migrating}, {@code foreign}, {@code paused} or {@code ended}
 * @param since since when it is in this state, ISO 8601
 * @param command main class or jar, and arguments
 * @param why why it runs where it does; null if it has never been moved, or that is not known here
 */
public record ProcessStatus(
        long pid, String home, String host, String state, String since, String command, String why) {


    /** As {@link #why()}: its user has moved it there. */
    public static final String BY_HAND = "moved by hand";
}
