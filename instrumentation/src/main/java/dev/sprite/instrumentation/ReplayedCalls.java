package dev.sprite.instrumentation;

import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Calls of the JDK's that lead to a method of the program by way of frames that keep nothing and are not recorded. Such
 * a call is made again with the arguments it had, which must therefore be kept.
 */
final class ReplayedCalls {
    private static final String HANDLE = "java/lang/invoke/MethodHandle";

    private ReplayedCalls() {}

    static boolean contain(AbstractInsnNode insn) {
        return callsHandle(insn) || insn instanceof MethodInsnNode call
                && (call.owner.equals("java/lang/reflect/Method") && call.name.equals("invoke")
                        || call.owner.equals("java/security/AccessController")
                                && call.name.startsWith("doPrivileged"));
    }

    /** Whether a method handle is called here: one that the code names, or one that a site has been linked with. */
    static boolean callsHandle(AbstractInsnNode insn) {
        return insn instanceof MethodInsnNode call
                ? call.owner.equals(HANDLE) && (call.name.equals("invokeExact") || call.name.equals("invoke"))
                : insn instanceof InvokeDynamicInsnNode site && !site.bsm.getOwner().equals(Names.LAMBDAS);
    }
}
