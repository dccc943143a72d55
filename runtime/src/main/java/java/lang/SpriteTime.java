package java.lang;

import jdk.internal.misc.VM;

/** The clocks of a foreign process: this host's, set to home's. Time costs no call home. */
public final class SpriteTime {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private static long wall;
    private static long wallMillis;
    private static long nanos;

    private SpriteTime() {}

    /**
     * Sets the clocks, once.
     *
     * @param wall how many nanoseconds home's time of day is ahead of this host's
     * @param nanos the same of {@link System#nanoTime}
     */
    public static void set(long wall, long nanos) {
        SpriteTime.wall = wall;
        SpriteTime.wallMillis = Math.floorDiv(wall, NANOS_PER_MILLI);
        SpriteTime.nanos = nanos;
    }

    /** In the place of {@link System#nanoTime}. */
    public static long nanoTime() {
        return System.nanoTime() + nanos;
    }

    /** In the place of {@link System#currentTimeMillis}. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + wallMillis;
    }

    /** In the place of {@link VM#getNanoTimeAdjustment}, where -1 says that the offset is too far away. */
    public static long getNanoTimeAdjustment(long offsetSeconds) {
        long here = VM.getNanoTimeAdjustment(offsetSeconds);
        long home = here + wall;
        return here == -1 ? -1 : home == -1 ? 0 : home;
    }
}
