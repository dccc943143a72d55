package dev.sprite.instrumentation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * The safe points of a class of the JDK: the calls that may lead back to the program. There are no polls, since what
 * such a class does by itself ends soon; the fewer handlers, the more of it the compiler inlines.
 */
final class JdkPolicy implements SitePolicy {
    private static final Set<String> LEAF_OWNERS = Set.of(
            "java/lang/Class", "java/lang/Thread", "java/lang/System", "java/lang/Runtime", "java/lang/Object",
            "java/lang/invoke/VarHandle", "jdk/internal/misc/Unsafe", "jdk/internal/misc/VM",
            "jdk/internal/util/ArraysSupport", "jdk/internal/access/SharedSecrets", "java/lang/reflect/Array",
            "java/lang/ref/Reference", "jdk/internal/util/Preconditions", "java/lang/AssertionError",
            "java/util/concurrent/ThreadLocalRandom", "java/util/concurrent/TimeUnit",
            "java/util/concurrent/atomic/AtomicInteger", "java/util/concurrent/atomic/AtomicLong",
            "java/util/concurrent/atomic/AtomicBoolean");
    private static final Set<String> CALLBACKS =
            Set.of("toString", "hashCode", "equals", "clone", "wait", "timedWait", "join", "sleep", "start", "run",
                    "loadClass", "checkIndex", "checkFromToIndex", "checkFromIndexSize", "outOfBounds", "getAndUpdate",
                    "updateAndGet", "getAndAccumulate", "accumulateAndGet", "exit", "close");

    private final Set<String> ownLeaves;

    /** Looks through the class first: a method of its own that calls nobody is no place to stop at, either. */
    JdkPolicy(ClassReader classFile) {
        ownLeaves = new OwnCalls(classFile).leaves();
    }

    @Override
    public boolean polls() {
        return false;
    }

    @Override
    public boolean constructors() {
        return false;
    }

    @Override
    public boolean isLeaf(MethodInsnNode call) {
        return isForeignLeaf(call.owner, call.name, call.desc)
                || ownLeaves.contains(key(call.owner, call.name, call.desc));
    }

    private static boolean isForeignLeaf(String owner, String name, String descriptor) {
        return LEAF_OWNERS.contains(owner) && !CALLBACKS.contains(name)
                || owner.startsWith("[")
                || owner.equals("java/util/Objects") && descriptor.startsWith("(Ljava/lang/Object;)")
                        && name.equals("requireNonNull")
                || LeafCalls.contains(new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor));
    }

    private static String key(String owner, String name, String descriptor) {
        return owner + '.' + name + descriptor;
    }

    /** Which methods of a class call which: those that call none but leaves are leaves. */
    private static final class OwnCalls extends ClassVisitor {
        /** What a method calls, but for the leaves of other classes. */
        private final Map<String, List<String>> calls = new HashMap<>();
        private final boolean isFinal;
        private String owner;

        OwnCalls(ClassReader classFile) {
            super(Opcodes.ASM9);
            isFinal = (classFile.getAccess() & Opcodes.ACC_FINAL) != 0;
            classFile.accept(this, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] faces) {
            owner = name;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
                return null;
            }
            List<String> called = new ArrayList<>();
            if (isFinal || (access & (Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) != 0) {
                calls.put(key(owner, name, descriptor), called); // no other can be meant
            }
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String to, String callee, String type, boolean isInterface) {
                    if (!isForeignLeaf(to, callee, type)) {
                        called.add(key(to, callee, type));
                    }
                }

                @Override
                public void visitInvokeDynamicInsn(String site, String type, Handle bootstrap, Object... arguments) {
                    called.add(site);
                }
            };
        }

        Set<String> leaves() {
            Set<String> leaves = new HashSet<>();
            boolean found = true;
            while (found) {
                found = false;
                for (Map.Entry<String, List<String>> method : calls.entrySet()) {
                    found |= leaves.containsAll(method.getValue()) && leaves.add(method.getKey());
                }
            }
            return leaves;
        }
    }
}
