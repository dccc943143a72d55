package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Control flow and liveness of one method. Instructions are counted without labels, lines and frames. */
final class MethodFlow {
    private static final int[] NONE = {};

    final AbstractInsnNode[] insns;
    /** Source line of each instruction; 0 if unknown. */
    final int[] line;
    /** Instructions before which the class file has a stack map frame. */
    final BitSet framed = new BitSet();
    /** First instructions of exception handlers. */
    final BitSet handlerStarts = new BitSet();

    private final Map<LabelNode, Integer> labels = new IdentityHashMap<>();
    /** For each instruction the handlers that cover it, in the table's order; null if none. */
    private final int[][] handlers;
    private final int[][] successors;
    private final int locals;
    private long[][] liveIn;

    MethodFlow(MethodNode method) {
        locals = method.maxLocals;
        List<AbstractInsnNode> real = new ArrayList<>();
        int[] lines = new int[method.instructions.size()];
        int currentLine = 0;
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof LabelNode label) {
                labels.put(label, real.size());
            } else if (insn instanceof LineNumberNode number) {
                currentLine = number.line;
            } else if (insn instanceof FrameNode) {
                framed.set(real.size());
            } else {
                lines[real.size()] = currentLine;
                real.add(insn);
            }
        }
        insns = real.toArray(new AbstractInsnNode[0]);
        line = Arrays.copyOf(lines, insns.length);
        handlers = new int[insns.length][];
        BitSet caught = new BitSet(); // by a handler of everything: those behind it in the table are never reached
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int handler = at(block.handler);
            handlerStarts.set(handler);
            for (int i = at(block.start), end = at(block.end); i < end; i++) {
                if (caught.get(i)) {
                    continue;
                }
                int[] outer = handlers[i] == null ? NONE : handlers[i];
                handlers[i] = Arrays.copyOf(outer, outer.length + 1);
                handlers[i][outer.length] = handler;
            }
            if (block.type == null) {
                caught.set(at(block.start), at(block.end));
            }
        }
        successors = new int[insns.length][];
        for (int i = 0; i < insns.length; i++) {
            successors[i] = successorsOf(i);
        }
    }

    int size() {
        return insns.length;
    }

    /** Index of the first instruction behind a label; {@link #size()} at the end of the code. */
    int at(LabelNode label) {
        return labels.get(label);
    }

    int[] handlersOf(int i) {
        return handlers[i] == null ? NONE : handlers[i];
    }

    /** Where control may go from an instruction without an exception; where it falls through to comes last. */
    int[] successors(int i) {
        return successors[i];
    }

    private int[] successorsOf(int i) {
        AbstractInsnNode insn = insns[i];
        if (insn instanceof JumpInsnNode jump) {
            int target = at(jump.label);
            return fallsThrough(i) ? new int[] {target, i + 1} : new int[] {target};
        }
        List<LabelNode> cases = switchLabels(insn);
        if (cases != null) {
            int[] targets = new int[cases.size()];
            for (int k = 0; k < targets.length; k++) {
                targets[k] = at(cases.get(k));
            }
            return targets;
        }
        return fallsThrough(i) ? new int[] {i + 1} : NONE;
    }

    boolean fallsThrough(int i) {
        int opcode = insns[i].getOpcode();
        return i + 1 < insns.length && opcode != Opcodes.GOTO && opcode != Opcodes.ATHROW
                && !(opcode >= Opcodes.TABLESWITCH && opcode <= Opcodes.RETURN);
    }

    /** All labels of a switch, the default last; null for another instruction. */
    static List<LabelNode> switchLabels(AbstractInsnNode insn) {
        List<LabelNode> cases;
        if (insn instanceof TableSwitchInsnNode table) {
            cases = new ArrayList<>(table.labels);
            cases.add(table.dflt);
        } else if (insn instanceof LookupSwitchInsnNode lookup) {
            cases = new ArrayList<>(lookup.labels);
            cases.add(lookup.dflt);
        } else {
            cases = null;
        }
        return cases;
    }

    /** Whether there is any other way through the code than straight on. */
    boolean branches() {
        for (int i = 0; i < insns.length; i++) {
            if (insns[i] instanceof JumpInsnNode || switchLabels(insns[i]) != null) {
                return true;
            }
        }
        return !handlerStarts.isEmpty();
    }

    /** Whether {@code i} is a jump or switch that may go backward. */
    boolean jumpsBack(int i) {
        for (int next : successors[i]) {
            if (next <= i) {
                return true;
            }
        }
        return false;
    }

    /** The locals that may still be read when control is about to enter instruction {@code i}. */
    BitSet liveBefore(int i) {
        return BitSet.valueOf(live()[i]);
    }

    /** The locals that may still be read when instruction {@code i} has ended, normally or by an exception. */
    BitSet liveAfter(int i) {
        BitSet live = new BitSet();
        for (int next : successors[i]) {
            live.or(liveBefore(next));
        }
        for (int handler : handlersOf(i)) {
            live.or(liveBefore(handler));
        }
        return live;
    }

    private long[][] live() {
        if (liveIn == null) {
            liveIn = computeLiveness();
        }
        return liveIn;
    }

    private long[][] computeLiveness() {
        int words = Math.max(1, locals + 63 >> 6);
        long[][] in = new long[insns.length][words];
        long[] live = new long[words];
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = insns.length - 1; i >= 0; i--) {
                Arrays.fill(live, 0);
                for (int next : successors[i]) {
                    or(live, in[next]);
                }
                transfer(insns[i], live);
                for (int handler : handlersOf(i)) {
                    or(live, in[handler]);
                }
                changed |= or(in[i], live);
            }
        }
        return in;
    }

    private static void transfer(AbstractInsnNode insn, long[] live) {
        if (insn instanceof VarInsnNode access) {
            long bit = 1L << access.var;
            if (access.getOpcode() >= Opcodes.ISTORE && access.getOpcode() <= Opcodes.ASTORE) {
                live[access.var >> 6] &= ~bit;
            } else {
                live[access.var >> 6] |= bit;
            }
        } else if (insn instanceof IincInsnNode increment) {
            live[increment.var >> 6] |= 1L << increment.var;
        }
    }

    private static boolean or(long[] into, long[] from) {
        boolean changed = false;
        for (int w = 0; w < into.length; w++) {
            long union = into[w] | from[w];
            changed |= union != into[w];
            into[w] = union;
        }
        return changed;
    }
}
