package dev.sprite.instrumentation;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.objectweb.asm.Label;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/** The verification types at every instruction of a method. */
abstract class TypeFlow {
    /** The class's own stack maps say all types. */
    static final int FIRST_VERSION_WITH_STACK_MAPS = 50;

    final TypeState[] before;
    private final Map<Label, Integer> allocations = new IdentityHashMap<>();

    TypeFlow(MethodNode method, MethodFlow flow) {
        before = new TypeState[flow.size()];
        int i = 0;
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof LabelNode label) {
                allocations.put(label.getLabel(), i);
            } else if (insn.getOpcode() >= 0) {
                i++;
            }
        }
    }

    /**
     * Takes the types from the method's stack map, or infers them where the class is of before their time.
     *
     * @param commonSuperclass for two internal names the class that both extend
     */
    static TypeFlow of(
            int version, String owner, MethodNode method, MethodFlow flow, BinaryOperator<String> commonSuperclass) {
        boolean mapped = version > FIRST_VERSION_WITH_STACK_MAPS
                || version == FIRST_VERSION_WITH_STACK_MAPS && (!flow.framed.isEmpty() || !flow.branches());
        return mapped
                ? new StackMapTypes(owner, method, flow)
                : new InferredTypes(owner, method, flow, commonSuperclass);
    }

    /** Whether the rewritten method needs a stack map. */
    abstract boolean mapped();

    /** The types before instruction {@code i}; null where no path leads. */
    final TypeState before(int i) {
        return before[i];
    }

    /** The {@code new} instruction that an uninitialised type stands for. */
    final int allocation(Label uninitialized) {
        return allocations.get(uninitialized);
    }
}
