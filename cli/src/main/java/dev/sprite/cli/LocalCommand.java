package dev.sprite.cli;

import java.io.IOException;

/** A shell command that runs here after all. */
final class LocalCommand {
    private final String line;

    LocalCommand(String line) {
        this.line = line;
    }

    /** Returns its exit status, 128+N if signal N has ended it. */
    int run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-c", line).inheritIO().start();
        // what is typed at the terminal reaches both of us
        ForwardedSignals.to(number -> { }, "INT");
        ForwardedSignals.to(number -> process.destroy(), "TERM", "HUP");
        return process.waitFor();
    }
}
