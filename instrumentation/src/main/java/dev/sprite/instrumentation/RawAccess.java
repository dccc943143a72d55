package dev.sprite.instrumentation;

import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Methods of the JDK that read or write fields of whatever object they are given, past the bytecode that accesses
 * fields by name: by reflection, handles, updaters, serialisation, Unsafe. The same on JDK 17 to 25.
 */
public final class RawAccess {
    private static final String UNSAFE = "sun/misc/Unsafe";
    private static final String HANDLE = "(Ljava/lang/invoke/VarHandle;Ljava/lang/Object;";
    private static final Set<String> ACCESSORS = Set.of(
            "jdk/internal/reflect/UnsafeFieldAccessorImpl", "jdk/internal/reflect/FieldAccessorImpl",
            "jdk/internal/reflect/MethodHandleFieldAccessorImpl");

    private RawAccess() {}

    /** Whether a class of the JDK has such methods. */
    public static boolean isIn(String owner) {
        return owner.equals(UNSAFE) || owner.equals("java/lang/invoke/DirectMethodHandle") || ACCESSORS.contains(owner)
                || owner.equals("java/io/ObjectStreamClass$FieldReflector") || isUpdater(owner)
                || isHandleOfFields(owner);
    }

    private static boolean isUpdater(String owner) {
        return owner.startsWith("java/util/concurrent/atomic/Atomic") && owner.contains("FieldUpdater$");
    }

    private static boolean isHandleOfFields(String owner) {
        return owner.startsWith("java/lang/invoke/VarHandle") && owner.contains("$FieldInstance");
    }

    /** Returns the class with a barrier at the entry of each such method. */
    public static byte[] patch(byte[] classFile) {
        return MethodPatch.apply(classFile, new MethodPatch.Change() {
            @Override
            public MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code) {
                int local = local(owner, access, name, descriptor);
                return local < 0 ? code : new MethodVisitor(Opcodes.ASM9, code) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        visitVarInsn(Opcodes.ALOAD, local); // object
                        visitMethodInsn(Opcodes.INVOKESTATIC, Names.FAULT, "touch", "(Ljava/lang/Object;)V", false); // .
                    }
                };
            }
        });
    }

    /** The local variable in which such a method is given the object; -1 if it is none. */
    static int local(String owner, int access, String name, String descriptor) {
        int first = (access & Opcodes.ACC_STATIC) != 0 ? 0 : 1;
        if (owner.equals(UNSAFE)) {
            return descriptor.startsWith("(Ljava/lang/Object;J") ? first : -1;
        }
        if (isHandleOfFields(owner)) {
            return descriptor.startsWith(HANDLE) && first == 0 ? 1 : -1;
        }
        boolean takesIt = switch (name) {
            case "checkBase", "ensureObj", "accessCheck" -> true;
            case "getPrimFieldValues", "setPrimFieldValues", "getObjFieldValues", "setObjFieldValues" ->
                owner.endsWith("$FieldReflector");
            default -> false;
        };
        return takesIt && Type.getArgumentTypes(descriptor)[0].getSort() == Type.OBJECT ? first : -1;
    }
}
