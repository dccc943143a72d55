package dev.sprite.cli;

import dev.sprite.transport.message.LinkMessage.Blocker;

/** Obstacles to a migration, as lines for the user. */
final class Blockers {
    private Blockers() {}

    static String line(Blocker blocker) {
        StringBuilder line = new StringBuilder(blocker.why());
        add(line, "thread", blocker.thread());
        add(line, "in", blocker.frame());
        add(line, "object", blocker.object());
        return line.toString();
    }

    private static void add(StringBuilder line, String label, String value) {
        if (value != null) {
            line.append("; ").append(label).append(' ').append(value);
        }
    }
}
