package dev.sprite.instrumentation;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;

/** A site in a woven method's code; copies of the code have sites of their own with the same number. */
record WovenSite(Site site, LabelNode start, AbstractInsnNode call) {
    /** Whether a capture handler stands around it. */
    boolean isHandled() {
        return site.kind() != Site.Kind.SUPER;
    }
}
