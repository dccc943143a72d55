package dev.sprite.instrumentation;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Emits the method's own instructions, once per {@link Level}, with the polls and spills they need. */
final class BodyEmitter {
    private final MethodModel model;
    private final MethodFlow flow;
    private final FrameLayout layout;
    private final Code code;
    private final StackMaps maps;
    private final SiteEmitter sites;
    private final EarlyFieldEmitter earlyFields;
    private final boolean joinsAnywhere;

    private int lastLine;

    /** @param joinsAnywhere whether resume code may make control join at any instruction */
    BodyEmitter(
            MethodModel model, FrameLayout layout, Code code, StackMaps maps, SiteEmitter sites,
            boolean joinsAnywhere) {
        this.model = model;
        this.flow = model.flow;
        this.layout = layout;
        this.code = code;
        this.maps = maps;
        this.sites = sites;
        this.earlyFields = new EarlyFieldEmitter(model, code);
        this.joinsAnywhere = joinsAnywhere;
    }

    void emit(Level level) {
        lastLine = 0;
        BitSet insns = level.insns;
        for (int i = insns.nextSetBit(0); i >= 0; i = insns.nextSetBit(i + 1)) {
            emit(level, i);
            if (flow.fallsThrough(i) && !isSplit(i) && (level.at(i + 1) != level || !insns.get(i + 1))) {
                code.jump(Opcodes.GOTO, level.labelAt(i + 1));
            }
        }
        code.add(level.label(flow.size()));
    }

    private void emit(Level level, int i) {
        AbstractInsnNode insn = flow.insns[i];
        code.add(level.label(i));
        if (flow.line[i] != lastLine && flow.line[i] != 0) {
            lastLine = flow.line[i];
            code.line(lastLine, level.label(i));
        }
        if (mayBeTarget(i)) {
            code.add(maps.before(level, i));
        }
        if (flow.handlerStarts.get(i) && model.spills.holds(i, 0)) {
            code.add(Opcodes.DUP); // exception exception
            emitSpill(model.types.before(i).stack()[0], 0); // exception
        }
        Site site = model.siteAt(i);
        if (level.constructed && insn.getOpcode() == Opcodes.RETURN) {
            emitEndOfConstructor();
        } else if (insn instanceof JumpInsnNode jump) {
            emitJump(level, i, jump, site);
        } else if (MethodFlow.switchLabels(insn) != null) {
            sites.emitPoll(level, site);
            code.add(switchAt(level, insn));
        } else {
            emitPlain(level, i, site);
        }
    }

    private void emitPlain(Level level, int i, Site site) {
        AbstractInsnNode copy = flow.insns[i].clone(Collections.emptyMap());
        int monitor = layout.lockBase + model.monitors.before(i);
        if (copy.getOpcode() == Opcodes.MONITORENTER) {
            code.add(Opcodes.DUP); // monitor monitor
            code.storeReference(monitor); // monitor
        }
        earlyFields.emitCopy(i);
        sites.emitStart(i);
        if (site != null && site.kind() == Site.Kind.MONITOR) {
            code.add(copy);
            code.loadReference(monitor); // monitor
            sites.emit(level, site, Code.staticCall(Names.POLL, "entered", "(Ljava/lang/Object;)V")); // .
        } else if (site != null) {
            sites.emit(level, site, copy);
        } else {
            code.add(copy);
        }
        earlyFields.emitReads(i);
        emitSpills(i);
    }

    private void emitEndOfConstructor() {
        code.loadReference(0); // object
        code.callStatic(Names.RESUME, "constructed", "(Ljava/lang/Object;)L" + Names.CONSTRUCTED + ";"); // constructed
        code.add(Opcodes.ATHROW);
    }

    /** A conditional jump backward polls only when it is taken, with its operands gone. */
    private void emitJump(Level level, int i, JumpInsnNode jump, Site site) {
        LabelNode target = level.labelAt(flow.at(jump.label));
        if (isSplit(i)) {
            code.jump(inverse(jump.getOpcode()), level.labelAt(i + 1));
            sites.emitPoll(level, site);
            code.jump(Opcodes.GOTO, target);
        } else {
            sites.emitPoll(level, site);
            code.jump(jump.getOpcode(), target);
        }
    }

    /** Whether {@code i} becomes a jump past a poll and a jump back. */
    private boolean isSplit(int i) {
        return model.siteAt(i) != null && flow.insns[i] instanceof JumpInsnNode && flow.fallsThrough(i);
    }

    /** With copies about, control may be made to join anywhere; else where it did before, or behind a split jump. */
    private boolean mayBeTarget(int i) {
        return model.types.mapped() && model.types.before(i) != null
                && (joinsAnywhere || flow.framed.get(i) || i > 0 && isSplit(i - 1));
    }

    private static int inverse(int opcode) {
        return opcode >= Opcodes.IFNULL ? opcode ^ 1 : ((opcode + 1) ^ 1) - 1;
    }

    private AbstractInsnNode switchAt(Level level, AbstractInsnNode insn) {
        List<LabelNode> cases = MethodFlow.switchLabels(insn);
        LabelNode[] labels = new LabelNode[cases.size() - 1];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = level.labelAt(flow.at(cases.get(i)));
        }
        LabelNode other = level.labelAt(flow.at(cases.get(labels.length)));
        if (insn instanceof TableSwitchInsnNode table) {
            return new TableSwitchInsnNode(table.min, table.max, other, labels);
        }
        LookupSwitchInsnNode lookup = new LookupSwitchInsnNode(other, new int[0], labels);
        lookup.keys = ((LookupSwitchInsnNode) insn).keys;
        return lookup;
    }

    /** Copies to their spill locals the operands that {@code i} has pushed and a later call would lose. */
    private void emitSpills(int i) {
        int lowest = model.spills.lowestSpilledAfter(i);
        if (lowest < 0) {
            return;
        }
        Object[] stack = model.types.before(i + 1).stack();
        int top = stack.length - (TypeState.isWide(below(stack, stack.length)) ? 2 : 1);
        if (lowest == top) {
            code.add(stack.length - top == 2 ? Opcodes.DUP2 : Opcodes.DUP); // value value
            emitSpill(stack[top], top); // value
            return;
        }
        for (int slot = stack.length - 1; slot >= lowest; slot--) {
            if (stack[slot] != Opcodes.TOP) {
                code.store(stack[slot], layout.spillBase + slot); // .
            }
        }
        for (int slot = lowest; slot < stack.length; slot++) {
            if (stack[slot] != Opcodes.TOP) {
                code.load(stack[slot], layout.spillBase + slot); // values..
            }
        }
    }

    /**
     * Puts an operand into its spill local. Without stack maps the verifier merges what the local holds wherever control
     * joins, also when nobody reads it any more, and loads classes to do so; of plain objects it asks nothing.
     */
    private void emitSpill(Object type, int slot) {
        if (!model.types.mapped() && type instanceof String) {
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, Names.OBJECT)); // value
        }
        code.store(type, layout.spillBase + slot); // .
    }

    /** The type of the value whose last slot is {@code end - 1}. */
    private static Object below(Object[] stack, int end) {
        return stack[end - 1] == Opcodes.TOP ? stack[end - 2] : stack[end - 1];
    }
}
