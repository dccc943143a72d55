package dev.sprite.agent;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

/**
 * Serves the control socket, and sees to what a move will need. It waits a moment first, so that a program that is over
 * at once never pays for it.
 */
final class ControlThread extends Thread {
    private static final long DELAY_MILLIS = 100;

    private final Agent agent;
    private final Path place;

    /** Listens in {@code place}, or, if that is {@code null}, in the directory where users look for their programs. */
    ControlThread(Agent agent, Path place) {
        super(SpriteThreads.systemGroup(), null, "sprite-control", 0, false);
        this.agent = agent;
        this.place = place;
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        try {
            if (place == null) {
                sleep(DELAY_MILLIS);
            }
            // Who asks early finds the socket and waits for its answer.
            try (ServerSocketChannel control = ControlSocket.open(agent.options(), place)) {
                if (place == null) {
                    agent.instrumentLastingJdkClasses();
                }
                ControlSocket.serve(agent, control);
            }
        } catch (Exception e) {
            Log.info("this process cannot be reached by sprite commands: " + e);
        }
    }
}
