package dev.sprite.agent.migration;

import dev.sprite.image.Blocker;
import dev.sprite.transport.message.LinkMessage;
import java.util.ArrayList;
import java.util.List;

/** Blockers as captures name them, for the wire. */
final class Blockers {
    private Blockers() {}

    static List<LinkMessage.Blocker> toMessages(List<Blocker> blockers) {
        List<LinkMessage.Blocker> messages = new ArrayList<>();
        for (Blocker blocker : blockers) {
            messages.add(new LinkMessage.Blocker(blocker.thread(), blocker.frame(), blocker.object(), blocker.why()));
        }
        return messages;
    }
}
