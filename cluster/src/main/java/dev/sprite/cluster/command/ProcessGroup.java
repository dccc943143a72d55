package dev.sprite.cluster.command;

import java.io.IOException;

/** A process and all that it has started, as far as they have not left its group. */
final class ProcessGroup {
    static final int HANG_UP = 1;
    static final int KILL = 9;

    private final long leader;

    ProcessGroup(Process leader) {
        this.leader = leader.pid();
    }

    /** Sends all of them a signal; nobody need be left. */
    void signal(int number) throws IOException {
        String kill = String.format("kill -%d -%d", number, leader);
        new ProcessBuilder("/bin/sh", "-c", kill)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
