package dev.sprite.agent.migration;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has a target JVM tell the agent that the program has ended, and with which status, as the very last thing: after the
 * shutdown hooks, and before the JVM is gone.
 */
final class ExitNotice {
    private static final String RUNTIME = "java/lang/SpriteRuntime";

    private ExitNotice() {}

    static void install(Instrumentation instrumentation) {
        try {
            BodyRewrite.apply(instrumentation, Class.forName("java.lang.Shutdown"), (method, code) -> switch (method) {
                case "halt(I)V" -> new AtHalt(code);
                case "shutdown()V" -> new AtShutdown(code);
                default -> code;
            });
        } catch (ClassNotFoundException | UnmodifiableClassException e) {
            throw new IllegalStateException("this JDK does not let its end be noticed", e);
        }
    }

    /** Where {@code System.exit}, {@code Runtime.halt} and signals end. */
    private static final class AtHalt extends MethodVisitor {
        AtHalt(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitVarInsn(Opcodes.ILOAD, 0);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, RUNTIME, "ending", "(I)V", false);
        }
    }

    /** Where the JVM ends because its last thread has. */
    private static final class AtShutdown extends MethodVisitor {
        AtShutdown(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.RETURN) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/SpriteMain", "status", "()I", false);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, RUNTIME, "ending", "(I)V", false);
            }
            super.visitInsn(opcode);
        }
    }
}
