package dev.sprite.instrumentation;

import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;

/**
 * Decides where operands are copied to spill locals: right where they are pushed, and only if some call may be made
 * while they lie beneath its arguments (a call's exception handler finds an empty stack).
 */
final class SpillFlow {
    private final MethodFlow flow;
    private final TypeFlow types;
    /** Per instruction the stack slots whose spill local must hold their value before it; null stands for none. */
    private final BitSet[] before;
    private final boolean any;

    /** @param starts what may start initialisers; null for none */
    SpillFlow(MethodFlow flow, TypeFlow types, List<Site> sites, Starts starts) {
        this.flow = flow;
        this.types = types;
        this.before = new BitSet[flow.size()];
        BitSet[] own = new BitSet[flow.size()];
        boolean found = false;
        for (Site site : sites) {
            for (int slot : site.spilled()) {
                own[site.insn()] = own[site.insn()] == null ? new BitSet() : own[site.insn()];
                own[site.insn()].set(slot);
                found = true;
            }
        }
        for (Starts.Start start : starts == null ? List.<Starts.Start>of() : starts.all()) {
            BitSet spilled = starts.spilled(start);
            if (spilled != null) {
                own[start.insn()] = union(own[start.insn()], spilled);
                found = true;
            }
        }
        any = found;
        if (any) {
            solve(own);
        }
    }

    private static BitSet union(BitSet a, BitSet b) {
        if (a != null) {
            b.or(a);
        }
        return b;
    }

    private void solve(BitSet[] own) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = flow.size() - 1; i >= 0; i--) {
                BitSet needed = after(i);
                if (types.before(i) != null) {
                    needed.clear(firstWritten(i), Math.max(firstWritten(i), needed.length()));
                }
                if (own[i] != null) {
                    needed.or(own[i]);
                }
                if (!needed.isEmpty() && !needed.equals(before[i])) {
                    before[i] = needed;
                    changed = true;
                }
            }
        }
    }

    private BitSet after(int i) {
        BitSet needed = new BitSet();
        for (int next : flow.successors(i)) {
            if (before[next] != null) {
                needed.or(before[next]);
            }
        }
        return needed;
    }

    /** Whether the spill local of stack slot {@code slot} holds its value when control enters {@code i}. */
    boolean holds(int i, int slot) {
        return before[i] != null && before[i].get(slot);
    }

    /** The lowest slot that is to be spilled once {@code i} has ended normally; -1 if none is. */
    int lowestSpilledAfter(int i) {
        if (!any || types.before(i) == null) {
            return -1;
        }
        return after(i).nextSetBit(firstWritten(i));
    }

    /** The lowest stack slot that instruction {@code i} writes. */
    private int firstWritten(int i) {
        AbstractInsnNode insn = flow.insns[i];
        int depth = types.before(i).stack().length;
        return switch (insn.getOpcode()) {
            case Opcodes.DUP, Opcodes.DUP2 -> depth;
            case Opcodes.DUP_X1, Opcodes.SWAP -> depth - 2;
            case Opcodes.DUP_X2, Opcodes.DUP2_X1 -> depth - 3;
            case Opcodes.DUP2_X2 -> depth - 4;
            default -> depth - StackEffect.popped(insn);
        };
    }
}
