package dev.sprite.agent;

import dev.sprite.instrumentation.MethodPatch;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes the JDK define hidden classes by way of {@link SpriteLambdas#define}: no transformer is shown them. */
final class ClassDefinerPatch {
    static final String CLASS = "java/lang/invoke/MethodHandles$Lookup$ClassDefiner";

    private static final String ACCESS = "jdk/internal/access/JavaLangAccess";

    private ClassDefinerPatch() {}

    static byte[] apply(byte[] bytes) {
        return MethodPatch.apply(bytes, new MethodPatch.Change() {
            @Override
            public MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code) {
                return new Redirecting(code);
            }
        });
    }

    private static final class Redirecting extends MethodVisitor {
        Redirecting(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals(ACCESS) && name.equals("defineClass")) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/SpriteLambdas", "define",
                        "(L".concat(ACCESS).concat(";").concat(descriptor.substring(1)), false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }
}
