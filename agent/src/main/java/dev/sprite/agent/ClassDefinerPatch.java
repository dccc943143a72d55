package dev.sprite.agent;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes the JDK define hidden classes by way of {@link SpriteLambdas#define}: no transformer is shown them. */
final class ClassDefinerPatch {
    static final String CLASS = "java/lang/invoke/MethodHandles$Lookup$ClassDefiner";

    private static final String ACCESS = "jdk/internal/access/JavaLangAccess";

    private ClassDefinerPatch() {}

    static byte[] apply(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return new Redirecting(super.visitMethod(access, name, descriptor, signature, exceptions));
            }
        }, 0);
        return writer.toByteArray();
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
