package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The instructions of a method before which the JVM may run the static initialiser of a class of the program.
 *
 * <p>A frame that stands at one still has its operands, and goes on with the instruction. Only the arguments of a call
 * are seen by nobody any more: they are pushed again by the code that has pushed them, if that does nothing else, or, in
 * methods that run but once, are spilled.
 */
final class Starts {
    /**
     * One of them.
     *
     * @param insn the instruction
     * @param entry where a frame that stands there goes on: at the instruction, or where its arguments are pushed
     */
    record Start(int insn, int entry) {}

    private final List<Start> all = new ArrayList<>();
    private final String owner;
    private final MethodFlow flow;
    private final TypeFlow types;
    private BitSet targets;

    Starts(String owner, MethodNode method, MethodFlow flow, TypeFlow types) {
        this.owner = owner;
        this.flow = flow;
        this.types = types;
        boolean runsOnce = method.name.equals("<clinit>")
                || method.name.equals("main") && method.desc.equals("([Ljava/lang/String;)V");
        for (int i = 0; i < flow.size(); i++) {
            if (types.before(i) == null || !mayStart(flow.insns[i])) {
                continue;
            }
            int entry = entryOf(i);
            if (entry >= 0 || runsOnce) {
                all.add(new Start(i, entry >= 0 ? entry : i));
            }
        }
    }

    List<Start> all() {
        return all;
    }

    /** The stack slots with the arguments of the call at {@code start} that must be spilled, a {@code null} for none. */
    BitSet spilled(Start start) {
        int depth = types.before(start.insn()).stack().length;
        int beneath = beneath(start.insn());
        if (start.entry() != start.insn() || beneath == depth) {
            return null;
        }
        BitSet slots = new BitSet();
        for (int slot = beneath; slot < depth; slot++) {
            if (TypeState.isRecorded(types.before(start.insn()).stack()[slot])) {
                slots.set(slot);
            }
        }
        return slots;
    }

    private boolean mayStart(AbstractInsnNode insn) {
        String named = classNamedBy(insn);
        return named != null && !named.startsWith("java/") && !hasBegun(named);
    }

    /** Code of a class runs when that has begun to be initialised; the host of a lambda's class has as well. */
    private boolean hasBegun(String named) {
        return owner.startsWith(named)
                && (owner.length() == named.length() || owner.startsWith("$$Lambda", named.length()));
    }

    private static String classNamedBy(AbstractInsnNode insn) {
        switch (insn.getOpcode()) {
            case Opcodes.NEW:
                return ((TypeInsnNode) insn).desc;
            case Opcodes.GETSTATIC, Opcodes.PUTSTATIC:
                return ((FieldInsnNode) insn).owner;
            case Opcodes.INVOKESTATIC:
                return ((MethodInsnNode) insn).owner;
            default:
                return null;
        }
    }

    /** How many stack slots lie beneath the arguments of a call; all of them for another instruction. */
    private int beneath(int i) {
        int depth = types.before(i).stack().length;
        return flow.insns[i] instanceof MethodInsnNode call ? depth - StackEffect.popped(call) : depth;
    }

    /** Where the code begins that has pushed the arguments of {@code i}; -1 if it must not be made again. */
    private int entryOf(int i) {
        int beneath = beneath(i);
        int entry = i;
        while (types.before(entry).stack().length > beneath) {
            if (isTarget(entry) || entry == 0 || types.before(entry - 1) == null || !onlyPushes(flow.insns[entry - 1])) {
                return -1;
            }
            entry--;
        }
        return entry;
    }

    private boolean isTarget(int i) {
        if (targets == null) {
            targets = (BitSet) flow.handlerStarts.clone();
            for (int from = 0; from < flow.size(); from++) {
                for (int to : flow.successors(from)) {
                    if (to != from + 1 || !flow.fallsThrough(from)) {
                        targets.set(to);
                    }
                }
            }
        }
        return targets.get(i);
    }

    /** Whether an instruction only makes values of constants, locals and operands, whenever and however often it is made. */
    private static boolean onlyPushes(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        if (insn instanceof LdcInsnNode constant) {
            return constant.cst instanceof Number || constant.cst instanceof String;
        }
        return opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.SIPUSH
                || opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD
                || opcode >= Opcodes.IADD && opcode <= Opcodes.DMUL
                || opcode >= Opcodes.INEG && opcode <= Opcodes.LXOR
                || opcode >= Opcodes.I2L && opcode <= Opcodes.DCMPG;
    }
}
