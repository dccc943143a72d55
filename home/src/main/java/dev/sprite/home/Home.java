package dev.sprite.home;

import dev.sprite.transport.HostAddress;
import dev.sprite.transport.message.HomeMessage.MoveBegun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Home, as the source of a migration sees it, whether it runs at home or not. */
public interface Home {
    /**
     * How long home and a foreign process bear each other's silence: a network that is cut for a minute, and what TCP
     * then takes to notice that it is whole again.
     */
    Duration SILENCE = Duration.ofMinutes(2);

    /**
     * Begins a migration.
     *
     * @param daemon the target host's daemon
     * @param reason why; null if the user wants it
     * @return what the target needs to attach itself
     * @throws dev.sprite.transport.RefusedException if one is under way already
     */
    MoveBegun begin(HostAddress daemon, String reason) throws IOException;

    /** Makes ready for quick answers, while there is time. */
    void rehearse() throws IOException;

    /**
     * Asks for the one decision. Having returned, the source never runs the program again.
     *
     * @throws dev.sprite.transport.RefusedException if the migration was called off or its target is gone; the source
     *     goes on
     * @throws IOException if no answer came: the decision is unknown, and the source must end
     */
    void commit(int epoch) throws IOException;

    /**
     * Gives a migration up that has not been committed.
     *
     * @throws dev.sprite.transport.RefusedException if it was committed after all; the source never runs again
     */
    void abandon(int epoch) throws IOException;

    /**
     * The daemons of the hosts, best first, that {@link dev.sprite.transport.control.ControlRequest#HOME} or
     * {@link dev.sprite.transport.control.ControlRequest#AWAY} stands for.
     */
    List<HostAddress> resolve(String host) throws IOException;

    /** More of what a process has left with has been written: takes over what home has open for that. */
    void adopt() throws IOException;
}
