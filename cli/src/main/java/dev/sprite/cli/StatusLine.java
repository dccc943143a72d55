package dev.sprite.cli;

import java.io.PrintWriter;

/** One line on a terminal that says what is going on, until it is cleared; nothing where nobody watches. */
final class StatusLine {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean watched = Console.isTerminal();

    StatusLine(PrintWriter err) {
        this.err = err;
    }

    void show(String text) {
        print(CLEAR + "sprite: " + text);
    }

    void clear() {
        print(CLEAR);
    }

    private void print(String text) {
        if (watched) {
            err.print(text);
            err.flush();
        }
    }
}
