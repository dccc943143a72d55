package dev.sprite.instrumentation;

import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Calls of the JDK's that lead to a method of the program by way of frames that keep nothing and are not recorded. Such
 * a call is made again with the arguments it had, which must therefore be kept.
 */
final class ReplayedCalls {
    private static final String HANDLE = "java/lang/invoke/MethodHandle";
    /** By owner; those but {@code invoke} may lead to the static initialiser of a class. */
    private static final Map<String, Set<String>> METHODS = Map.of(
            "java/lang/reflect/Method", Set.of("invoke"),
            "java/lang/reflect/Constructor", Set.of("newInstance"),
            "java/lang/reflect/Field", Set.of("get", "set"),
            "java/lang/Class", Set.of("forName", "newInstance"),
            "java/lang/invoke/MethodHandles$Lookup", Set.of("ensureInitialized", "findStaticVarHandle"),
            "sun/misc/Unsafe", Set.of("ensureClassInitialized"));

    private ReplayedCalls() {}

    static boolean contain(AbstractInsnNode insn) {
        return callsHandle(insn) || insn instanceof MethodInsnNode call
                && (METHODS.getOrDefault(call.owner, Set.of()).contains(call.name)
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
