package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Makes the stack map frames of a woven method. */
final class StackMaps {
    private final MethodModel model;
    private final MethodFlow flow;
    private final FrameLayout layout;
    private final ResumePlan plan;
    /** Those before instructions of the program's, not all of which are wanted. */
    private final Set<AbstractInsnNode> tentative = Collections.newSetFromMap(new IdentityHashMap<>());

    StackMaps(MethodModel model, FrameLayout layout, ResumePlan plan) {
        this.model = model;
        this.flow = model.flow;
        this.layout = layout;
        this.plan = plan;
    }

    /** The frame at the method's first instruction. */
    FrameNode atEntry() {
        return before(plan.body(), 0, true);
    }

    /** The frame before {@code i}: what lives there, and the spill locals that hold operands. */
    FrameNode before(Level level, int i) {
        FrameNode frame = before(level, i, false);
        tentative.add(frame);
        return frame;
    }

    private FrameNode before(Level level, int i, boolean atEntry) {
        TypeState state = model.types.before(i);
        if (state == null) {
            return null;
        }
        BitSet live = flow.liveBefore(i);
        if (model.receiver() == 0 || atEntry && model.isInstance()) {
            live.set(0);
        }
        for (int local : model.earlyFields.localsBefore(i)) {
            live.set(local);
        }
        Object[] locals = new Object[layout.cursor];
        Arrays.fill(locals, Opcodes.TOP);
        for (int local = live.nextSetBit(0); local >= 0; local = live.nextSetBit(local + 1)) {
            locals[local] = typeIn(level, state.local(local));
        }
        Arrays.fill(locals, layout.lockBase, layout.lockBase + model.monitors.before(i), Names.OBJECT);
        if (level.constructed) {
            locals[layout.placeholder] = Opcodes.UNINITIALIZED_THIS;
        }
        Object[] stack = state.stack();
        if (!atEntry) {
            if (model.keepsReceiverApart()) {
                locals[model.receiver()] = Names.OBJECT;
            }
            boolean handler = flow.handlerStarts.get(i);
            for (int slot = 0; slot < stack.length; slot++) {
                if (model.spills.holds(i, slot) && !(handler && slot == 0)) {
                    locals[layout.spillBase + slot] = typeIn(level, stack[slot]);
                }
            }
        }
        Object[] operands = new Object[stack.length];
        for (int slot = 0; slot < stack.length; slot++) {
            operands[slot] = typeIn(level, stack[slot]);
        }
        return frame(locals, operands);
    }

    /** A type of the method's as it is in a level, which may have objects of its own that wait for constructors. */
    Object typeIn(Level level, Object type) {
        return type instanceof Label label ? level.allocation(model.types.allocation(label)) : type;
    }

    /** A frame with those types, slot by slot. */
    static FrameNode frame(Object[] localSlots, Object[] stackSlots) {
        FrameNode frame = new FrameNode(Opcodes.F_NEW, 0, null, 0, null);
        frame.local = frameLocals(localSlots);
        frame.stack = values(stackSlots, stackSlots.length);
        return frame;
    }

    private static List<Object> frameLocals(Object[] slots) {
        int length = slots.length;
        while (length > 0 && slots[length - 1] == Opcodes.TOP && (length < 2 || !TypeState.isWide(slots[length - 2]))) {
            length--;
        }
        return values(slots, length);
    }

    /** From slots to frame notation, in which a long or double is one entry. */
    private static List<Object> values(Object[] slots, int length) {
        List<Object> values = new ArrayList<>();
        for (int slot = 0; slot < length; slot++) {
            values.add(slots[slot]);
            if (TypeState.isWide(slots[slot])) {
                slot++;
            }
        }
        return values;
    }

    /** Frames were emitted everywhere; only where control joins or begins anew are they wanted. */
    void removeNeedless(InsnList code) {
        Set<LabelNode> targets = model.types.mapped() ? targets(code) : Set.of();
        boolean wanted = false;
        for (AbstractInsnNode insn : code.toArray()) {
            if (insn instanceof LabelNode label) {
                wanted |= targets.contains(label);
            } else if (insn instanceof FrameNode && (!model.types.mapped() || tentative.contains(insn) && !wanted)) {
                code.remove(insn);
            } else if (insn.getOpcode() >= 0) {
                wanted = false;
            }
        }
    }

    private Set<LabelNode> targets(InsnList code) {
        Set<LabelNode> targets = Collections.newSetFromMap(new IdentityHashMap<>());
        for (AbstractInsnNode insn = code.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof JumpInsnNode jump) {
                targets.add(jump.label);
            } else if (MethodFlow.switchLabels(insn) != null) {
                MethodFlow.switchLabels(insn).forEach(targets::add);
            }
        }
        for (TryCatchBlockNode block : model.method.tryCatchBlocks) {
            for (Level level : plan.levels()) {
                targets.add(level.labelAt(flow.at(block.handler)));
            }
        }
        for (Level level : plan.levels()) {
            for (int i = flow.framed.nextSetBit(0); i >= 0; i = flow.framed.nextSetBit(i + 1)) {
                targets.add(level.label(i));
            }
        }
        return targets;
    }
}
