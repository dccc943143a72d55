package dev.sprite.agent;

import java.io.File;

/** The options behind {@code -javaagent:sprite.jar=}, as the contract lists them. */
public final class Options {
    private static final String KEYS = "dump, exclude, include, log, offload, rehearse, run, seed";

    private String run;
    private String offload;
    private File dump;
    private File target;
    private Glob include;
    private Glob exclude;
    private Log.Level log = Log.Level.WARN;
    private int rehearse;
    private Long seed;

    private Options() {}

    /** Parses {@code text}, which may be {@code null}; the exception's message is a line for the user. */
    static Options parse(String text) {
        Options options = new Options();
        int from = 0;
        int length = text == null ? 0 : text.length();
        while (from < length) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? length : comma;
            options.set(text.substring(from, to));
            from = to + 1;
        }
        return options;
    }

    private void set(String option) {
        int equals = option.indexOf('=');
        String key = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        switch (key) {
            case "dump" -> dump = new File(value(key, value, "a directory")).getAbsoluteFile();
            case "include" -> include = new Glob(value(key, value, "GLOB[:GLOB]"));
            case "exclude" -> exclude = new Glob(value(key, value, "GLOB[:GLOB]"));
            case "run" -> run = value(key, value, "a directory");
            case "target" -> target = new File(value(key, value, "a file"));
            case "log" -> log = level(value);
            case "rehearse" -> rehearse = (int) number(key, value, 1, Integer.MAX_VALUE);
            case "seed" -> seed = number(key, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case "offload" -> offload = offload(value);
            default -> throw new IllegalArgumentException("unknown option '" + key + "'; valid are " + KEYS);
        }
    }

    private static String value(String key, String value, String valid) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("option '" + key + "' has no value; valid is " + valid);
        }
        return value;
    }

    private static String offload(String value) {
        if (value.equals("auto") || value.equals("off")) {
            return value;
        }
        throw new IllegalArgumentException("unknown value 'offload=" + value + "'; valid are auto, off");
    }

    private static Log.Level level(String value) {
        for (Log.Level level : Log.Level.values()) {
            if (level.label.equals(value)) {
                return level;
            }
        }
        throw new IllegalArgumentException("unknown value 'log=" + value + "'; valid are error, warn, info, debug");
    }

    private static long number(String key, String value, long least, long most) {
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new IllegalArgumentException(
                "unknown value '" + key + '=' + value + "'; valid are whole numbers from " + least + " to " + most);
    }

    /** The run directory that was asked for, or {@code null} for the default. */
    public String run() {
        return run;
    }

    /** {@code auto} if the process may be moved to idle hosts unasked, {@code off} if not; {@code null}: not said. */
    String offload() {
        return offload;
    }

    /** Where to write changed classes, or {@code null}. */
    File dump() {
        return dump;
    }

    /** What this JVM is the target of, as its host's daemon wrote it; {@code null} in a program a user started. */
    public File target() {
        return target;
    }

    Log.Level log() {
        return log;
    }

    /** Rehearse at every so-manieth safe point; 0 for never. */
    public int rehearse() {
        return rehearse;
    }

    /** What the gaps of a rehearsal are drawn with, or {@code null} for even ones. */
    public Long seed() {
        return seed;
    }

    /** Whether the class of this internal name may be instrumented. */
    boolean admits(String className) {
        return (include == null || include.matches(className)) && (exclude == null || !exclude.matches(className));
    }
}
