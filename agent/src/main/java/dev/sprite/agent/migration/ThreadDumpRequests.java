package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.transport.DaemonThreads;
import java.io.File;
import java.io.IOException;

/**
 * Notices SIGQUIT in a JVM that has no program any more. HotSpot answers that signal itself, with a dump of its own
 * threads, unless it finds a request to attach: then it opens a socket and leaves it at that. So the shadow keeps such a
 * request lying about, and takes the socket for the signal.
 */
final class ThreadDumpRequests {
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final File request;
    private final File socket;
    private final Runnable action;

    /** @param action what to do for each */
    ThreadDumpRequests(long pid, Runnable action) {
        request = new File("/tmp/.attach_pid" + pid);
        socket = new File("/tmp/.java_pid" + pid);
        this.action = action;
    }

    void watch() {
        try {
            request.createNewFile();
        } catch (IOException e) {
            Log.info("thread dumps show the shadow: " + e.getMessage());
            return;
        }
        socket.delete();
        DaemonThreads.start("sprite-thread-dumps", () -> {
            for (;;) {
                try {
                    Thread.sleep(LOOK_AGAIN_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
                if (socket.delete()) {
                    action.run();
                }
            }
        });
    }

    /** To be called at the end. */
    void forget() {
        request.delete();
    }
}
