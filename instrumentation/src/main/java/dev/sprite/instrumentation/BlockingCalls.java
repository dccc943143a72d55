package dev.sprite.instrumentation;

import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Has threads wait in the runtime, where a capture can wake them, rather than in the JDK, where it cannot. */
final class BlockingCalls {
    private static final Set<String> STREAMS = Set.of(
            "java/io/InputStream", "java/io/FileInputStream", "java/io/FilterInputStream",
            "java/io/BufferedInputStream", "java/io/DataInputStream",
            "java/io/Reader", "java/io/InputStreamReader", "java/io/BufferedReader");
    private static final String SCANNER = "java/util/Scanner";

    private BlockingCalls() {}

    static void redirect(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof MethodInsnNode call) {
                if (isSleep(call)) {
                    call.owner = Names.BLOCKING;
                } else if (call.getOpcode() == Opcodes.INVOKEVIRTUAL && reads(call)) {
                    method.instructions.insertBefore(call, awaitInput(call.desc.startsWith("()") ? 0 : 1));
                }
            }
        }
    }

    private static boolean isSleep(MethodInsnNode call) {
        return call.owner.equals("java/lang/Thread") && call.name.equals("sleep") && call.desc.equals("(J)V");
    }

    private static boolean reads(MethodInsnNode call) {
        if (call.owner.equals(SCANNER)) {
            return call.desc.startsWith("()") && (call.name.startsWith("next") || call.name.startsWith("hasNext"));
        }
        return STREAMS.contains(call.owner)
                && (call.name.equals("read") || call.name.equals("readLine"))
                && (call.desc.startsWith("()") || call.desc.equals("([B)I") || call.desc.equals("([C)I"));
    }

    /** With the stream on the stack, beneath so many arguments of one slot each. */
    private static InsnList awaitInput(int arguments) {
        InsnList code = new InsnList();
        if (arguments == 0) {
            code.add(new InsnNode(Opcodes.DUP)); // .. stream stream
        } else {
            code.add(new InsnNode(Opcodes.DUP2)); // .. stream array stream array
            code.add(new InsnNode(Opcodes.POP)); // .. stream array stream
        }
        code.add(new MethodInsnNode(
                Opcodes.INVOKESTATIC, Names.BLOCKING, "awaitInput", "(Ljava/lang/Object;)V", false)); // as before
        return code;
    }
}
