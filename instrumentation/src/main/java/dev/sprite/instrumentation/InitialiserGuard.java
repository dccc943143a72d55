package dev.sprite.instrumentation;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Lets a static initialiser do nothing in a class whose statics come with an image. */
final class InitialiserGuard {
    private InitialiserGuard() {}

    static void add(MethodNode initialiser, boolean mapped) {
        InsnList guard = new InsnList();
        LabelNode run = new LabelNode();
        guard.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Names.RESUME, "skipsInitialiser", "()Z", false)); // skips
        guard.add(new JumpInsnNode(Opcodes.IFEQ, run)); // .
        guard.add(new InsnNode(Opcodes.RETURN));
        guard.add(run);
        if (mapped) {
            guard.add(new FrameNode(Opcodes.F_NEW, 0, new Object[0], 0, new Object[0]));
        }
        guard.add(new InsnNode(Opcodes.NOP)); // the first instruction may have a frame of its own
        initialiser.instructions.insert(guard);
    }
}
