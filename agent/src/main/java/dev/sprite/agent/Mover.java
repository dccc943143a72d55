package dev.sprite.agent;

import java.nio.channels.SocketChannel;

/**
 * The part of the agent that is loaded when a program is asked about or is to move.
 */
public interface Mover extends Unwinder {
    /** Serves a connection to the control socket, on threads of its own. */
    void serve(SocketChannel connection);

    /**
     * In a target JVM, on its main thread: returns when the image is there and home has said that it is to run.
     *
     * @return whether the main thread has frames to be resumed; if not, it has ended already
     */
    boolean awaitImage() throws InterruptedException;
}
