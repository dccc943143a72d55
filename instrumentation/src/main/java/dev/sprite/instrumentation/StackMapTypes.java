package dev.sprite.instrumentation;

import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Types of a method that has a stack map (JVMS 4.10.1): one linear pass, no merging, no class hierarchy. */
final class StackMapTypes extends TypeFlow {
    StackMapTypes(String owner, MethodNode method, MethodFlow flow) {
        super(method, flow);
        AnalyzerAdapter types = new AnalyzerAdapter(owner, method.access, method.name, method.desc, null);
        int i = 0;
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn.getOpcode() >= 0) {
                if (types.locals != null) {
                    before[i] = TypeState.of(types.locals, types.stack);
                }
                i++;
            }
            insn.accept(types);
        }
    }

    @Override
    boolean mapped() {
        return true;
    }
}
