package dev.sprite.cli;

import java.util.List;

/** Words for a shell. */
final class ShellWords {
    private static final String PLAIN = "%+,-./:=@_";

    private ShellWords() {}

    /** One word is a command line as it is; several are a command and its arguments, which no shell will change. */
    static String line(List<String> words) {
        if (words.size() == 1) {
            return words.get(0);
        }
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.length() == 0 ? "" : " ").append(isPlain(word) ? word : quoted(word));
        }
        return line.toString();
    }

    private static boolean isPlain(String word) {
        return !word.isEmpty()
                && word.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
