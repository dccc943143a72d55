package dev.sprite.instrumentation;

import org.objectweb.asm.tree.MethodInsnNode;

/** Which places of a class are safe points. */
interface SitePolicy {
    /** The classes of programs: polls at method entries and in loops, and all calls that may take a while. */
    SitePolicy PROGRAM = new SitePolicy() {
        @Override
        public boolean polls() {
            return true;
        }

        @Override
        public boolean constructors() {
            return true;
        }

        @Override
        public boolean isLeaf(MethodInsnNode call) {
            return LeafCalls.contains(call);
        }
    };

    /** Whether methods poll. */
    boolean polls();

    /** Whether frames of constructors, and of their callers, are captured. */
    boolean constructors();

    /** Whether no frame of the program can come to lie above the caller of {@code call}. */
    boolean isLeaf(MethodInsnNode call);
}
