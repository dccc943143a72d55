package dev.sprite.cluster.activity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How many processes want a processor, on average over one, five and fifteen minutes. */
public record LoadAverage(double one, double five, double fifteen) {
    private static final Path REPORT = Path.of("/proc/loadavg");

    /**
     * Reads three numbers, between commas or blanks; what follows them is left alone.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static LoadAverage parse(String text) {
        String[] words = text.trim().split("[,\\s]+");
        if (words.length < 3) {
            throw new IllegalArgumentException("'" + text + "' is not three load averages, as in 0.75,1,1.5");
        }
        try {
            return new LoadAverage(
                    Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not three load averages, as in 0.75,1,1.5", e);
        }
    }

    static LoadAverage now() throws IOException {
        return parse(Files.readString(REPORT));
    }

    /** What each of so many processors has of it. */
    LoadAverage per(int processors) {
        return new LoadAverage(one / processors, five / processors, fifteen / processors);
    }

    /** What remains of it without {@code part}. */
    LoadAverage without(LoadAverage part) {
        return new LoadAverage(
                Math.max(0, one - part.one), Math.max(0, five - part.five), Math.max(0, fifteen - part.fifteen));
    }

    /** Whether none of the three is above its limit. */
    boolean isWithin(LoadAverage limits) {
        return one <= limits.one && five <= limits.five && fifteen <= limits.fifteen;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f,%.2f,%.2f", one, five, fifteen);
    }
}
