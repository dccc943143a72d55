package dev.sprite.transport.control;

/**
 * The migration a target JVM is to take part in.
 *
 * @param pid the logical pid
 * @param epoch the epoch under which it may run
 * @param home home's {@code ADDR:PORT}
 * @param token proves it to home, and its source to it
 * @param homeName the name of the home host
 * @param hostName the name of this host
 * @param listen the address to listen on, at any port
 */
public record Assignment(
        long pid, int epoch, String home, String token, String homeName, String hostName, String listen) {}
