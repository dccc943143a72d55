package dev.sprite.instrumentation;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;

/** How many stack slots an instruction takes (JVMS 6.5). */
final class StackEffect {
    /** One digit per opcode, from {@code nop} to {@code return}; those in brackets do not occur in ASM's trees. */
    private static final String POPPED =
            "0000000000000000" // nop .. dconst_1
                    + "0000000000" // bipush sipush ldc (ldc_w ldc2_w), iload .. aload
                    + "00000000000000000000" // (iload_0 .. aload_3)
                    + "22222222" // iaload .. saload
                    + "12121" // istore .. astore
                    + "00000000000000000000" // (istore_0 .. astore_3)
                    + "34343333" // iastore .. sastore
                    + "12" // pop pop2
                    + "1232342" // dup family: taken and pushed back
                    + "24242424242424242424" // add sub mul div rem
                    + "1212" // neg
                    + "232323" // shifts
                    + "242424" // and or xor
                    + "0" // iinc
                    + "111222111222111" // conversions
                    + "42244" // comparisons
                    + "11111122222222" // if, if_icmp, if_acmp
                    + "000" // goto jsr ret
                    + "11" // switches
                    + "121210"; // returns

    private StackEffect() {}

    static int popped(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        switch (opcode) {
            case Opcodes.GETSTATIC, Opcodes.NEW:
                return 0;
            case Opcodes.PUTSTATIC:
                return Type.getType(((FieldInsnNode) insn).desc).getSize();
            case Opcodes.PUTFIELD:
                return 1 + Type.getType(((FieldInsnNode) insn).desc).getSize();
            case Opcodes.INVOKEVIRTUAL, Opcodes.INVOKESPECIAL, Opcodes.INVOKEINTERFACE:
                return Type.getArgumentsAndReturnSizes(((MethodInsnNode) insn).desc) >> 2;
            case Opcodes.INVOKESTATIC:
                return (Type.getArgumentsAndReturnSizes(((MethodInsnNode) insn).desc) >> 2) - 1;
            case Opcodes.INVOKEDYNAMIC:
                return (Type.getArgumentsAndReturnSizes(((InvokeDynamicInsnNode) insn).desc) >> 2) - 1;
            case Opcodes.MULTIANEWARRAY:
                return ((MultiANewArrayInsnNode) insn).dims;
            case Opcodes.GETFIELD, Opcodes.NEWARRAY, Opcodes.ANEWARRAY, Opcodes.ARRAYLENGTH, Opcodes.ATHROW,
                    Opcodes.CHECKCAST, Opcodes.INSTANCEOF, Opcodes.MONITORENTER, Opcodes.MONITOREXIT, Opcodes.IFNULL,
                    Opcodes.IFNONNULL:
                return 1;
            default:
                return POPPED.charAt(opcode) - '0';
        }
    }
}
