package dev.sprite.agent;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Has each exception noted whose stack trace the JVM fills in. */
final class ThrowablePatch {
    static final String CLASS = "java/lang/Throwable";

    private ThrowablePatch() {}

    static byte[] apply(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return new Noting(super.visitMethod(access, name, descriptor, signature, exceptions));
            }
        }, 0);
        return writer.toByteArray();
    }

    /** Goes on with {@link SpriteTrace#filledIn} behind the native method. */
    private static final class Noting extends MethodVisitor {
        Noting(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (name.equals("fillInStackTrace") && descriptor.startsWith("(I)")) {
                visitInsn(Opcodes.DUP); // this this
                visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/SpriteTrace", "filledIn",
                        "(Ljava/lang/Throwable;)V", false); // this
            }
        }
    }
}
