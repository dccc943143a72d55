package dev.sprite.instrumentation;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts a barrier before every access to a field of an object that may be a shell, and before it is cloned; and behind
 * every load of what may be a collection or an array, into which code without barriers will look. What is on
 * the stack and in the locals at a safe point stays the same, and so do the numbers of safe points: frames move between
 * code with barriers and code without.
 */
final class FaultBarriers {
    /** What collections are, besides types of {@code java.util}. */
    private static final Set<String> COLLECTION_TYPES = Set.of("Ljava/lang/Object;", "Ljava/lang/Iterable;",
            "Ljava/lang/Cloneable;", "Ljava/io/Serializable;");

    /** How many slots of the stack a barrier takes. */
    private static final int MOST_PUSHED = 3;

    private final MethodNode method;
    /** Whether local 0 is the receiver throughout, which is touched once, at the entry. */
    private final boolean keepsReceiver;
    private boolean touchesReceiver;
    private boolean changed;

    private FaultBarriers(MethodNode method) {
        this.method = method;
        keepsReceiver = (method.access & Opcodes.ACC_STATIC) == 0 && !storesTo0();
    }

    /**
     * Adds the barriers of a method of the program.
     *
     * @return whether there are any
     */
    static boolean add(int version, String owner, MethodNode method, BinaryOperator<String> commonSuperclass) {
        return new FaultBarriers(method).add(earlyStores(version, owner, method, commonSuperclass));
    }

    /** What a constructor stores in its object before that is one; the verifier lets nobody touch it. */
    private static Set<AbstractInsnNode> earlyStores(
            int version, String owner, MethodNode method, BinaryOperator<String> commonSuperclass) {
        Set<AbstractInsnNode> early = new HashSet<>();
        if (method.name.equals("<init>")) {
            MethodModel.labelAllocations(method);
            MethodFlow flow = new MethodFlow(method);
            TypeFlow types = TypeFlow.of(version, owner, method, flow, commonSuperclass);
            for (int i = 0; i < flow.size(); i++) {
                if (EarlyFields.isEarly(flow, types, i)) {
                    early.add(flow.insns[i]);
                }
            }
        }
        return early;
    }

    private boolean storesTo0() {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.ASTORE && ((VarInsnNode) insn).var == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean add(Set<AbstractInsnNode> early) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof FieldInsnNode access && !access.owner.startsWith("java/")) {
                if (isLoad(access) && mayBeCollection(access.desc)) {
                    method.instructions.insert(access, top("loaded"));
                    changed = true;
                }
                if (access.getOpcode() == Opcodes.GETFIELD) {
                    beforeRead(access);
                } else if (access.getOpcode() == Opcodes.PUTFIELD && !early.contains(access)) {
                    method.instructions.insertBefore(access, beneath(Type.getType(access.desc).getSize()));
                    changed = true;
                }
            } else if (insn instanceof MethodInsnNode call && isHandle(call.owner)
                    && Type.getReturnType(call.desc).getSort() >= Type.ARRAY) {
                method.instructions.insert(call, top("loaded"));
                changed = true;
            } else if (insn instanceof MethodInsnNode call && call.getOpcode() != Opcodes.INVOKESTATIC
                    && call.name.equals("clone") && call.desc.equals("()Ljava/lang/Object;")
                    && call.owner.charAt(0) != '[') {
                method.instructions.insertBefore(call, top("touch"));
                changed = true;
            }
        }
        if (touchesReceiver && !method.name.equals("<init>")) {
            touchAtEntry(0);
        }
        if (changed || touchesReceiver) {
            method.maxStack += MOST_PUSHED; // analyses of old classes go by it
        }
        return changed || touchesReceiver;
    }

    private static boolean isLoad(FieldInsnNode access) {
        return access.getOpcode() == Opcodes.GETFIELD || access.getOpcode() == Opcodes.GETSTATIC;
    }

    /** What they return may come from a field, past every load. */
    private static boolean isHandle(String owner) {
        return owner.equals("java/lang/invoke/MethodHandle") || owner.equals("java/lang/invoke/VarHandle");
    }

    private static boolean mayBeCollection(String descriptor) {
        return descriptor.charAt(0) == '[' || descriptor.startsWith("Ljava/util/") || COLLECTION_TYPES.contains(descriptor);
    }

    /** The object under construction is no shell: a captured constructor's object comes with its content. */
    private void beforeRead(FieldInsnNode access) {
        if (keepsReceiver && readsReceiver(access.getPrevious())) {
            touchesReceiver = true;
        } else {
            method.instructions.insertBefore(access, top("touch"));
            changed = true;
        }
    }

    /** Whether the instruction, or the one that it copies from, has loaded the receiver. */
    private static boolean readsReceiver(AbstractInsnNode insn) {
        AbstractInsnNode load = insn != null && insn.getOpcode() == Opcodes.DUP ? insn.getPrevious() : insn;
        return load != null && load.getOpcode() == Opcodes.ALOAD && ((VarInsnNode) load).var == 0;
    }

    private static InsnList top(String barrier) {
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP)); // object object
        code.add(call(barrier)); // object
        return code;
    }

    /** The object lies beneath a value of {@code size} slots. */
    private static InsnList beneath(int size) {
        InsnList code = new InsnList();
        if (size == 1) {
            code.add(new InsnNode(Opcodes.DUP2)); // object value object value
            code.add(new InsnNode(Opcodes.POP)); // object value object
            code.add(call("touch")); // object value
        } else {
            code.add(new InsnNode(Opcodes.DUP2_X1)); // value object value
            code.add(new InsnNode(Opcodes.POP2)); // value object
            code.add(new InsnNode(Opcodes.DUP)); // value object object
            code.add(call("touch")); // value object
            code.add(new InsnNode(Opcodes.DUP_X2)); // object value object
            code.add(new InsnNode(Opcodes.POP)); // object value
        }
        return code;
    }

    /** Ahead of all labels, so that no loop comes by it. */
    private void touchAtEntry(int local) {
        InsnList code = new InsnList();
        code.add(new VarInsnNode(Opcodes.ALOAD, local)); // object
        code.add(call("touch")); // .
        method.instructions.insert(code);
    }

    private static MethodInsnNode call(String barrier) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, Names.FAULT, barrier, "(Ljava/lang/Object;)V", false);
    }
}
