package dev.sprite.agent;

/**
 * Patterns for class names, separated by colons. {@code *} stands for any run of characters, dots included, and
 * {@code ?} for any one.
 */
final class Glob {
    private final String patterns;

    Glob(String patterns) {
        this.patterns = patterns.replace('.', '/');
    }

    /** Whether any pattern matches the whole of an internal class name. */
    boolean matches(String className) {
        int from = 0;
        while (from <= patterns.length()) {
            int colon = patterns.indexOf(':', from);
            int to = colon < 0 ? patterns.length() : colon;
            if (matches(from, to, className)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private boolean matches(int from, int to, String name) {
        int at = from;
        int next = 0;
        int star = -1;
        int retry = 0;
        while (next < name.length()) {
            char wanted = at < to ? patterns.charAt(at) : 0;
            if (wanted == '*') {
                star = at++;
                retry = next;
            } else if (wanted == '?' || wanted == name.charAt(next)) {
                at++;
                next++;
            } else if (star >= 0) {
                at = star + 1;
                next = ++retry;
            } else {
                return false;
            }
        }
        while (at < to && patterns.charAt(at) == '*') {
            at++;
        }
        return at == to;
    }
}
