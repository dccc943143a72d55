package dev.sprite.transport.message;

import java.util.Map;

/**
 * A shell command that runs on another host for its caller. The link lasts as long as the command. What the command
 * writes comes as {@link HomeMessage.Write}, for its input the host asks with {@link HomeMessage.Read}, signals are
 * {@link HomeMessage.Signal}s, and the last word is {@link HomeMessage.Exit}, which nobody answers. If the link breaks
 * before, the command is killed.
 */
public sealed interface CommandMessage extends Message {
    /**
     * Asks a daemon to run a command; answered by {@link Started} or a refusal.
     *
     * @param line what {@code sh -c} is given
     * @param cwd the working directory
     * @param env the whole environment
     * @param priority of what it is; of background priority it yields the processor to all others
     * @param insists whether it runs there even if the host is not idle
     */
    record Run(String line, String cwd, Map<String, String> env, Priority priority, boolean insists)
            implements CommandMessage {}

    /**
     * It runs.
     *
     * @param hostName the name of the host
     * @param osPid its process there
     */
    record Started(String hostName, long osPid) implements CommandMessage {}
}
