package dev.sprite.instrumentation;

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

    private RawAccess() {}

    /** Whether a class of the JDK has such methods. */
    public static boolean isIn(String owner) {
        return owner.equals(UNSAFE) || owner.equals("java/lang/invoke/DirectMethodHandle") || isAccessor(owner)
                || owner.equals("java/io/ObjectStreamClass$FieldReflector") || isUpdater(owner)
                || isHandleOfFields(owner);
    }

    private static boolean isUpdater(String owner) {
        return owner.startsWith("java/util/concurrent/atomic/Atomic") && owner.contains("FieldUpdater$");
    }

    private static boolean isHandleOfFields(String owner) {
        return owner.startsWith("java/lang/invoke/VarHandle") && owner.contains("$Field");
    }

    private static boolean isAccessor(String owner) {
        return owner.startsWith("jdk/internal/reflect/") && owner.endsWith("FieldAccessorImpl");
    }

    /** Returns the class with a barrier at the entry of each such method, and on what it has read. */
    public static byte[] patch(byte[] classFile) {
        return MethodPatch.apply(classFile, new MethodPatch.Change() {
            @Override
            public MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code) {
                return new Barriers(owner, access, name, descriptor, code);
            }
        });
    }

    private static final class Barriers extends MethodVisitor {
        private final int touched;
        private final boolean loads;
        private final boolean loadsMany;

        Barriers(String owner, int access, String name, String descriptor, MethodVisitor code) {
            super(Opcodes.ASM9, code);
            touched = local(owner, access, name, descriptor);
            loads = loads(owner, descriptor);
            loadsMany = name.equals("getObjFieldValues");
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (touched >= 0) {
                visitVarInsn(Opcodes.ALOAD, touched); // object
                visitMethodInsn(Opcodes.INVOKESTATIC, Names.FAULT, "touch", "(Ljava/lang/Object;)V", false); // .
            }
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ARETURN && loads) {
                super.visitInsn(Opcodes.DUP); // value value
                visitMethodInsn(Opcodes.INVOKESTATIC, Names.FAULT, "loaded", "(Ljava/lang/Object;)V", false); // value
            } else if (opcode == Opcodes.RETURN && loadsMany) {
                visitVarInsn(Opcodes.ALOAD, touched + 1); // values
                visitMethodInsn(Opcodes.INVOKESTATIC, Names.FAULT, "loadedAll", "([Ljava/lang/Object;)V", false); // .
            }
            super.visitInsn(opcode);
        }
    }

    /** Whether a method returns what it has read from a field. */
    private static boolean loads(String owner, String descriptor) {
        return descriptor.endsWith(")Ljava/lang/Object;") && !owner.equals("java/lang/invoke/DirectMethodHandle");
    }

    /** The local variable in which such a method is given the object; -1 if it is none. */
    static int local(String owner, int access, String name, String descriptor) {
        int first = (access & Opcodes.ACC_STATIC) != 0 ? 0 : 1;
        if (owner.equals(UNSAFE)) {
            return descriptor.startsWith("(Ljava/lang/Object;J") ? first : -1;
        }
        if (isHandleOfFields(owner)) {
            return owner.contains("$FieldInstance") && descriptor.startsWith(HANDLE) && first == 0 ? 1 : -1;
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
