package dev.sprite.instrumentation;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Turns the objects in a string concatenation into strings before it is made, by calls of ours: so an application's
 * {@code toString} runs above frames that can be captured, and the concatenation itself calls nobody.
 */
final class ConcatOperands {
    private static final String FACTORY = "java/lang/invoke/StringConcatFactory";
    private static final String STRING = "Ljava/lang/String;";

    private ConcatOperands() {}

    static boolean isConcatenation(InvokeDynamicInsnNode site) {
        return site.bsm.getOwner().equals(FACTORY);
    }

    static void stringify(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof InvokeDynamicInsnNode site && isConcatenation(site)) {
                stringify(method, site);
            }
        }
    }

    private static void stringify(MethodNode method, InvokeDynamicInsnNode site) {
        Type[] operands = Type.getArgumentTypes(site.desc);
        int first = 0;
        while (first < operands.length && !isForeign(operands[first])) {
            first++;
        }
        if (first == operands.length) {
            return;
        }
        InsnList code = new InsnList();
        int[] locals = new int[operands.length];
        for (int i = operands.length - 1; i > first; i--) {
            locals[i] = method.maxLocals;
            method.maxLocals += operands[i].getSize();
            code.add(new VarInsnNode(operands[i].getOpcode(Opcodes.ISTORE), locals[i])); // .. first
        }
        for (int i = first; i < operands.length; i++) {
            if (i > first) {
                code.add(new VarInsnNode(operands[i].getOpcode(Opcodes.ILOAD), locals[i])); // .. operand
            }
            if (isForeign(operands[i])) {
                code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Names.RUNTIME, "stringOf",
                        "(Ljava/lang/Object;)" + STRING, false)); // .. string
                operands[i] = Type.getType(STRING);
            }
        }
        method.instructions.insertBefore(site, code);
        site.desc = Type.getMethodDescriptor(Type.getReturnType(site.desc), operands);
    }

    private static boolean isForeign(Type operand) {
        return operand.getSort() >= Type.ARRAY && !operand.getDescriptor().equals(STRING);
    }
}
