package dev.sprite.agent;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What the agent has to say: on standard error, which is the program's, so nothing unless asked for or wrong. */
public final class Log {
    /** From the rarest to the most talkative. */
    public enum Level {
        ERROR("error"),
        WARN("warn"),
        INFO("info"),
        DEBUG("debug");

        final String label;

        Level(String label) {
            this.label = label;
        }
    }

    private static Level threshold = Level.WARN;

    private Log() {}

    static void threshold(Level level) {
        threshold = level;
    }

    public static boolean logs(Level level) {
        return level.ordinal() <= threshold.ordinal();
    }

    public static void error(String message) {
        log(Level.ERROR, message);
    }

    public static void warn(String message) {
        log(Level.WARN, message);
    }

    public static void info(String message) {
        log(Level.INFO, message);
    }

    public static void debug(String message) {
        log(Level.DEBUG, message);
    }

    /** A failure with its stack, for those that should not happen. */
    public static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void log(Level level, String message) {
        if (logs(level)) {
            System.err.println("sprite: " + message);
        }
    }
}
