package dev.sprite.instrumentation;

import java.util.Map;
import org.objectweb.asm.tree.LabelNode;

/**
 * Code that brings a frame back to life, and the place where it then goes on: {@code entry} in {@code level}.
 *
 * @param behind whether the call that was interrupted has been made
 * @param allocations the objects it makes anew, by their {@code new} in the method
 */
record ResumeStub(
        Site site, boolean behind, LabelNode label, Level level, int entry, Map<Integer, LabelNode> allocations) {
    /** The place itself; the copy that holds the site may end before it. */
    LabelNode target() {
        return goesOnIn().label(entry);
    }

    Level goesOnIn() {
        return site.kind() == Site.Kind.NEW ? level.at(entry) : level;
    }
}
