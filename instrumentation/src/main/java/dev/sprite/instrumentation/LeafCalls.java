package dev.sprite.instrumentation;

import java.util.Set;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Calls during which no application frame can come to lie above the caller, and which end soon: they need no handler.
 * The owners are final classes of java.base. A fault is waited out.
 */
final class LeafCalls {
    private static final Set<String> OWNERS = Set.of(
            "java/lang/Math", "java/lang/StrictMath", "java/lang/Integer", "java/lang/Long", "java/lang/Double",
            "java/lang/Float", "java/lang/Short", "java/lang/Byte", "java/lang/Character", "java/lang/Boolean",
            Names.FAULT, Names.THREADS);
    private static final Set<String> TEXT = Set.of(
            "java/lang/String", "java/lang/StringBuilder", "java/lang/StringBuffer");
    private static final Set<String> SYSTEM = Set.of(
            "arraycopy", "nanoTime", "currentTimeMillis", "identityHashCode");

    private LeafCalls() {}

    static boolean contains(MethodInsnNode call) {
        if (OWNERS.contains(call.owner)) {
            return true;
        }
        if (TEXT.contains(call.owner)) {
            return takesNoForeignObject(call.desc);
        }
        if (call.name.equals("<init>")) {
            return (call.owner.startsWith("java/lang/") || call.owner.startsWith("java/util/"))
                    && takesNoForeignObject(call.desc);
        }
        return call.owner.equals("java/lang/System") && SYSTEM.contains(call.name)
                || call.owner.equals("java/lang/Object") && call.name.equals("getClass");
    }

    /** Only primitives, primitive arrays and strings among the parameters. */
    private static boolean takesNoForeignObject(String descriptor) {
        int i = 1;
        while (descriptor.charAt(i) != ')') {
            if (descriptor.charAt(i) == 'L') {
                int end = descriptor.indexOf(';', i);
                if (!descriptor.startsWith("Ljava/lang/String;", i)) {
                    return false;
                }
                i = end;
            }
            i++;
        }
        return true;
    }
}
