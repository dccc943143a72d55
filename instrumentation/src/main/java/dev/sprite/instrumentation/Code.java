package dev.sprite.instrumentation;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The instructions of a woven method, as far as they have been written. */
final class Code {
    final InsnList insns = new InsnList();

    /** Adds an instruction, a label or a stack map frame. */
    void add(AbstractInsnNode insn) {
        insns.add(insn);
    }

    /** Adds an instruction without operands of its own. */
    void add(int opcode) {
        insns.add(new InsnNode(opcode));
    }

    void load(Object type, int local) {
        insns.add(new VarInsnNode(Values.loadOpcode(type), local));
    }

    void store(Object type, int local) {
        insns.add(new VarInsnNode(Values.storeOpcode(type), local));
    }

    void loadReference(int local) {
        insns.add(new VarInsnNode(Opcodes.ALOAD, local));
    }

    void storeReference(int local) {
        insns.add(new VarInsnNode(Opcodes.ASTORE, local));
    }

    void jump(int opcode, LabelNode target) {
        insns.add(new JumpInsnNode(opcode, target));
    }

    void callStatic(String owner, String name, String descriptor) {
        insns.add(staticCall(owner, name, descriptor));
    }

    void callVirtual(String owner, String name, String descriptor) {
        insns.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false));
    }

    void make(String type) {
        insns.add(new TypeInsnNode(Opcodes.NEW, type));
    }

    /** Makes of the object on the stack one of a verification type. */
    void cast(Object type) {
        if (type instanceof String name && !name.equals(Names.OBJECT)) {
            insns.add(new TypeInsnNode(Opcodes.CHECKCAST, name));
        }
    }

    /** What follows stands in that line. */
    void line(int number, LabelNode here) {
        insns.add(new LineNumberNode(number, here));
    }

    static MethodInsnNode staticCall(String owner, String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }
}
