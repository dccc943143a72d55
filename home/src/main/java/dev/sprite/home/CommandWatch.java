package dev.sprite.home;

import dev.sprite.transport.Link;
import java.util.function.Consumer;

/** Who is told the progress of a forwarded command. */
final class CommandWatch {
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Consumer<String> watcher;
    private int reported;

    CommandWatch(Consumer<String> watcher) {
        this.watcher = watcher;
    }

    synchronized void report(String line) {
        watcher.accept(line);
        reported++;
        notifyAll();
    }

    /** Returns when {@code lines} have been reported, which the reply may have overtaken, or the link has ended. */
    synchronized void await(int lines, Link link) {
        boolean interrupted = false;
        while (reported < lines && link.isOpen()) {
            try {
                wait(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
