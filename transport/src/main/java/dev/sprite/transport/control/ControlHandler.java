package dev.sprite.transport.control;

import java.util.function.Consumer;

/** Does what a command asks for. */
@FunctionalInterface
public interface ControlHandler {
    /**
     * Serves one request, on a thread of its own.
     *
     * @param progress takes lines for whoever watches
     * @return the result, which goes out as JSON
     */
    Object handle(ControlRequest request, Consumer<String> progress) throws ControlException;
}
