package dev.sprite.instrumentation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Fields that a constructor sets before it calls another one, as those of inner classes do. A frame that is resumed
 * there has another object, whose fields must be set again; since the verifier lets nobody read them, their values are
 * kept in locals, too.
 */
final class EarlyFields {
    private record Field(FieldInsnNode access, int local) {}

    private final List<Field> fields = new ArrayList<>();
    private final MethodFlow flow;
    private final TypeFlow types;
    /** Per instruction the fields that are set before it in any case. */
    private final BitSet[] set;

    private int nextLocal;

    EarlyFields(MethodNode method, MethodFlow flow, TypeFlow types) {
        this.flow = flow;
        this.types = types;
        this.nextLocal = method.maxLocals;
        this.set = new BitSet[flow.size()];
        if (method.name.equals("<init>")) {
            find();
        }
    }

    private void find() {
        for (int i = 0; i < flow.size(); i++) {
            if (isEarly(i) && indexOf(i) < 0) {
                FieldInsnNode access = (FieldInsnNode) flow.insns[i];
                fields.add(new Field(access, nextLocal));
                nextLocal += Type.getType(access.desc).getSize();
            }
        }
        if (!fields.isEmpty()) {
            solve();
            for (int i = 0; i < flow.size(); i++) {
                addTypes(i);
            }
        }
    }

    private boolean isEarly(int i) {
        return isEarly(flow, types, i);
    }

    /** Whether an instruction sets a field of the object that the constructor has not called another one for. */
    static boolean isEarly(MethodFlow flow, TypeFlow types, int i) {
        if (flow.insns[i].getOpcode() != Opcodes.PUTFIELD || types.before(i) == null) {
            return false;
        }
        Object[] stack = types.before(i).stack();
        return stack[stack.length - StackEffect.popped(flow.insns[i])] == Opcodes.UNINITIALIZED_THIS;
    }

    private int indexOf(int i) {
        FieldInsnNode access = (FieldInsnNode) flow.insns[i];
        for (int k = 0; k < fields.size(); k++) {
            if (fields.get(k).access().name.equals(access.name) && fields.get(k).access().desc.equals(access.desc)) {
                return k;
            }
        }
        return -1;
    }

    private void solve() {
        Deque<Integer> work = new ArrayDeque<>();
        set[0] = new BitSet();
        work.push(0);
        while (!work.isEmpty()) {
            int i = work.pop();
            BitSet after = (BitSet) set[i].clone();
            if (isEarly(i)) {
                after.set(indexOf(i));
            }
            for (int next : flow.successors(i)) {
                reach(next, after, work);
            }
            for (int handler : flow.handlersOf(i)) {
                reach(handler, set[i], work);
            }
        }
    }

    private void reach(int i, BitSet fields, Deque<Integer> work) {
        if (types.before(i) == null || types.before(i).local(0) != Opcodes.UNINITIALIZED_THIS) {
            return;
        }
        if (set[i] == null) {
            set[i] = (BitSet) fields.clone();
            work.push(i);
        } else if (!set[i].equals(fields)) {
            throw new IllegalArgumentException("whether a field is set before the superclass's constructor depends");
        }
    }

    private void addTypes(int i) {
        if (set[i] == null || set[i].isEmpty()) {
            return;
        }
        TypeState state = types.before(i);
        Object[] locals = Arrays.copyOf(state.locals(), nextLocal);
        Arrays.fill(locals, state.locals().length, nextLocal, Opcodes.TOP);
        for (int k = set[i].nextSetBit(0); k >= 0; k = set[i].nextSetBit(k + 1)) {
            locals[fields.get(k).local()] = Values.verificationType(Type.getType(fields.get(k).access().desc));
        }
        types.before[i] = new TypeState(locals, state.stack());
    }

    /** The locals in use, the method's own among them. */
    int maxLocals() {
        return nextLocal;
    }

    /** Where the value is kept that instruction {@code i} puts into an early field; -1 for another instruction. */
    int localOf(int i) {
        return !fields.isEmpty() && isEarly(i) ? fields.get(indexOf(i)).local() : -1;
    }

    /** The fields that are set before instruction {@code i}. */
    List<FieldInsnNode> before(int i) {
        List<FieldInsnNode> before = new ArrayList<>();
        if (set[i] != null) {
            for (int k = set[i].nextSetBit(0); k >= 0; k = set[i].nextSetBit(k + 1)) {
                before.add(fields.get(k).access());
            }
        }
        return before;
    }

    /** The locals that keep the values of {@link #before}, in its order. */
    int[] localsBefore(int i) {
        int[] locals = new int[set[i] == null ? 0 : set[i].cardinality()];
        int k = -1;
        for (int at = 0; at < locals.length; at++) {
            k = set[i].nextSetBit(k + 1);
            locals[at] = fields.get(k).local();
        }
        return locals;
    }
}
