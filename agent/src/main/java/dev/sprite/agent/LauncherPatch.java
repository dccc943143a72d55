package dev.sprite.agent;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes the launcher start {@link SpriteMain} in place of the class it has found and checked. */
final class LauncherPatch {
    static final String CLASS = "sun/launcher/LauncherHelper";

    private static final String METHOD = "checkAndLoadMain";

    private LauncherPatch() {}

    static byte[] apply(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
                return METHOD.equals(name) ? new Adopting(code) : code;
            }
        }, 0);
        return writer.toByteArray();
    }

    /** Passes what a method returns through {@link SpriteMain#adopt}. */
    private static final class Adopting extends MethodVisitor {
        Adopting(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ARETURN) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/SpriteMain", "adopt",
                        "(Ljava/lang/Class;)Ljava/lang/Class;", false);
            }
            super.visitInsn(opcode);
        }
    }
}
