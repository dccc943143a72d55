package dev.sprite.agent;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Listens on the control socket. It waits a moment first, so that a program that is over at once never pays for it. */
final class ControlThread extends Thread {
    private static final long DELAY_MILLIS = 100;

    private final Agent agent;

    ControlThread(Agent agent) {
        super(Thread.currentThread().getThreadGroup().getParent(), "sprite-control");
        this.agent = agent;
        setDaemon(true);
        setContextClassLoader(null);
    }

    @Override
    public void run() {
        try {
            sleep(DELAY_MILLIS);
            try (ServerSocketChannel control = RunDirectory.of(agent.options()).listen()) {
                for (;;) {
                    SocketChannel connection = control.accept();
                    agent.mover().serve(connection);
                }
            }
        } catch (InterruptedException | IOException | RuntimeException e) {
            Log.warn("this process cannot be reached by sprite commands: " + e);
        }
    }
}
