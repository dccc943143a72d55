package dev.sprite.agent;

import dev.sprite.instrumentation.MethodPatch;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes a thread that has been unwound rest in {@link SpriteThreads} rather than end, and a reflective call pass an
 * unwinding through.
 */
final class ThreadPatch {
    static final String THREAD = "java/lang/Thread";
    static final String WRAPPER = "java/lang/reflect/InvocationTargetException";

    private static final String RUNTIME = "java/lang/SpriteThreads";
    private static final String HIDDEN = "Ljdk/internal/vm/annotation/Hidden;";

    private ThreadPatch() {}

    static byte[] apply(byte[] bytes) {
        return MethodPatch.apply(bytes, new MethodPatch.Change() {
            @Override
            public MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code) {
                if (name.equals("dispatchUncaughtException")) {
                    code.visitAnnotation(HIDDEN, true).visitEnd();
                    return new Asking(code);
                }
                return name.equals("<init>") && descriptor.startsWith("(Ljava/lang/Throwable;") ? new Passing(code) : code;
            }
        });
    }

    /** Begins with {@link SpriteThreads#uncaught}. */
    private static final class Asking extends MethodVisitor {
        Asking(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            Label dispatch = new Label();
            visitVarInsn(Opcodes.ALOAD, 0); // this
            visitVarInsn(Opcodes.ALOAD, 1); // this thrown
            visitMethodInsn(Opcodes.INVOKESTATIC, RUNTIME, "uncaught",
                    "(Ljava/lang/Thread;Ljava/lang/Throwable;)Ljava/lang/Throwable;", false); // thrown?
            visitInsn(Opcodes.DUP); // thrown? thrown?
            visitVarInsn(Opcodes.ASTORE, 1); // thrown?
            visitJumpInsn(Opcodes.IFNONNULL, dispatch); // .
            visitInsn(Opcodes.RETURN);
            visitLabel(dispatch);
            visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            visitInsn(Opcodes.NOP); // the first instruction may have a frame of its own
        }
    }

    /** Begins with {@link SpriteThreads#pass}. */
    private static final class Passing extends MethodVisitor {
        Passing(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            visitVarInsn(Opcodes.ALOAD, 1); // thrown
            visitMethodInsn(Opcodes.INVOKESTATIC, RUNTIME, "pass", "(Ljava/lang/Throwable;)V", false); // .
        }
    }
}
