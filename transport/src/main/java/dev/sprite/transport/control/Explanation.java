package dev.sprite.transport.control;

import dev.sprite.transport.message.LinkMessage.Blocker;
import java.util.List;

/**
 * What a migration would wait for or refuse right now.
 *
 * @param blockers what would be refused
 */
public record Explanation(long pid, boolean movable, List<ThreadState> threads, List<Blocker> blockers) {
    /**
     * One thread.
     *
     * @param state {@code movable}, {@code waits} (for a frame that cannot be captured to return) or {@code refused}
     * @param frame the frame it is about, or null
     * @param why why it waits or is refused, or null
     */
    public record ThreadState(String thread, String state, String frame, String why) {}
}
