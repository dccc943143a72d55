package dev.sprite.agent;

import dev.sprite.instrumentation.MethodPatch;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes the launcher start {@link SpriteMain} in place of the class it has found and checked. */
final class LauncherPatch {
    static final String CLASS = "sun/launcher/LauncherHelper";

    private static final String METHOD = "checkAndLoadMain";

    private LauncherPatch() {}

    static byte[] apply(byte[] bytes) {
        return MethodPatch.apply(bytes, new MethodPatch.Change() {
            @Override
            public MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code) {
                return METHOD.equals(name) ? new Adopting(code) : code;
            }
        });
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
