package dev.sprite.instrumentation;

import java.util.IdentityHashMap;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The verification types at every instruction of a method that has a stack map (JVMS 4.10.1: one linear pass, no
 * merging, no class hierarchy).
 */
final class TypeFlow {
    private final TypeState[] before;
    private final Map<Label, Integer> allocations = new IdentityHashMap<>();

    TypeFlow(String owner, MethodNode method, MethodFlow flow) {
        before = new TypeState[flow.size()];
        AnalyzerAdapter types = new AnalyzerAdapter(owner, method.access, method.name, method.desc, null);
        int i = 0;
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof LabelNode label) {
                allocations.put(label.getLabel(), i);
            }
            if (insn.getOpcode() >= 0) {
                if (types.locals != null) {
                    before[i] = TypeState.of(types.locals, types.stack);
                }
                i++;
            }
            insn.accept(types);
        }
    }

    /** The types before instruction {@code i}; null where no path leads. */
    TypeState before(int i) {
        return before[i];
    }

    /** The {@code new} instruction that an uninitialised type stands for. */
    int allocation(Label uninitialized) {
        return allocations.get(uninitialized);
    }
}
