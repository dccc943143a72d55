package dev.sprite.tests.conformance;

/** What generated programs stand on: their trace, by which runs are compared, and the fuel that makes them end. */
public final class Ground {
    private static final int FUEL = 25;

    /** The frames of an exception that are looked at. */
    private static final int FRAMES = 6;

    private static long trace;
    private static int fuel;

    private Ground() {}

    static void reset() {
        trace = 1;
        fuel = FUEL;
    }

    static long trace() {
        return trace;
    }

    /** Whether there is fuel for one more turn of a loop or one more call. */
    public static boolean goesOn() {
        return --fuel > 0;
    }

    /** {@link #goesOn} where one can only throw. */
    public static void burn() {
        if (!goesOn()) {
            throw new Signal(fuel);
        }
    }

    public static void note(long value) {
        trace = (trace * 31 + (int) value) * 31 + (int) (value >> 32);
    }

    public static void note(int value) {
        note((long) value);
    }

    public static void note(float value) {
        note(Float.floatToIntBits(value));
    }

    public static void note(double value) {
        note(Double.doubleToLongBits(value));
    }

    public static void note(String value) {
        note(value == null ? -1 : value.hashCode());
    }

    public static void note(Cell value) {
        note(value == null ? -1 : value.number);
        note(value == null ? -1 : value.wide);
        note(value == null ? null : value.text);
    }

    public static void note(int[] value) {
        for (int i = 0; value != null && i < value.length; i++) {
            note(value[i]);
        }
    }

    /** Notes what was thrown, and from where; not the lines, which the JVM forgets when it is given new code. */
    public static void note(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        note(thrown.getClass().getName());
        for (int i = 0; i < frames.length && i < FRAMES; i++) {
            if (frames[i].getClassName().startsWith("generated.")) {
                note(frames[i].getMethodName());
            }
        }
    }

    public static int mix(int value) {
        int mixed = value;
        for (int i = 0; i < 2; i++) {
            mixed = mixed * 0x9E3779B1 + i;
        }
        return mixed ^ mixed >>> 15;
    }

    public static long mix(long value) {
        return value * 0x9E3779B97F4A7C15L ^ mix((int) value);
    }

    /** Throws at times. */
    public static int risk(int value) {
        if ((mix(value) & 3) == 0) {
            throw new Signal(value);
        }
        return value + 1;
    }
}
