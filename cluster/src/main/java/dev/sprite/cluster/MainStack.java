package dev.sprite.cluster;

import java.util.List;

/**
 * The stack sizes of a target JVM. Resumed frames run in the interpreter at first, where they are larger than the
 * compiled ones that were captured, so the main thread gets more room than the program had asked for. The launcher
 * makes that thread and looks only at {@code -Xss}; all others go by what the JVM was told last.
 */
public final class MainStack {
    private static final String LAUNCHER = "-Xss";
    private static final String JVM = "-XX:ThreadStackSize=";
    private static final long DEFAULT_KILOBYTES = 1024;
    private static final int FACTOR = 8;

    private MainStack() {}

    /** Puts options into {@code command}, which holds those of the program and nothing after them. */
    static void enlarge(List<String> command) {
        long asked = asked(command, true);
        command.removeIf(option -> option.startsWith(LAUNCHER) || option.startsWith(JVM));
        command.add(LAUNCHER + (asked == 0 ? DEFAULT_KILOBYTES : asked) * FACTOR + "k");
        command.add(JVM + asked); // 0 stands for the platform's default
    }

    /** The size of the main thread's stack in a JVM with these options, in bytes. */
    public static long bytes(List<String> options) {
        long asked = asked(options, false);
        return (asked == 0 ? DEFAULT_KILOBYTES : asked) * 1024;
    }

    /** The size of the stacks of threads that ask for none, in bytes. */
    public static long bytesOfOthers(List<String> options) {
        long asked = asked(options, true);
        return (asked == 0 ? DEFAULT_KILOBYTES : asked) * 1024;
    }

    /** What was asked for last, in kilobytes; 0 for nothing. */
    private static long asked(List<String> options, boolean forAllThreads) {
        long asked = 0;
        for (String option : options) {
            if (forAllThreads && option.startsWith(JVM)) {
                asked = kilobytes(option.substring(JVM.length()), 1);
            } else if (option.startsWith(LAUNCHER)) {
                asked = kilobytes(option.substring(LAUNCHER.length()), 1024);
            }
        }
        return asked;
    }

    /** A size as the JVM takes it; without a suffix, {@code perKilobyte} of its units make a kilobyte. */
    private static long kilobytes(String size, long perKilobyte) {
        char suffix = Character.toLowerCase(size.charAt(size.length() - 1));
        if (Character.isDigit(suffix)) {
            return Long.parseLong(size) / perKilobyte;
        }
        long number = Long.parseLong(size.substring(0, size.length() - 1));
        return switch (suffix) {
            case 'k' -> perKilobyte == 1 ? number * 1024 : number;
            case 'm' -> perKilobyte == 1 ? number * 1024 * 1024 : number * 1024;
            default -> perKilobyte == 1 ? number * 1024 * 1024 * 1024 : number * 1024 * 1024;
        };
    }
}
