package dev.sprite.instrumentation.jdk;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Replaces calls in a class by others with the same operands and the same result, so that stack maps stay valid. */
final class CallRewriter extends ClassVisitor {
    private final Replacement replacement;
    private boolean replaced;

    private CallRewriter(ClassWriter writer, Replacement replacement) {
        super(Opcodes.ASM9, writer);
        this.replacement = replacement;
    }

    interface Replacement {
        /** Writes what replaces a call; false if it is to stay. */
        boolean write(MethodVisitor code, int opcode, String owner, String name, String descriptor);
    }

    /** Returns the class with its calls replaced, or null if none was. */
    static byte[] rewrite(byte[] classFile, Replacement replacement) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        CallRewriter rewriter = new CallRewriter(writer, replacement);
        reader.accept(rewriter, 0);
        return rewriter.replaced ? writer.toByteArray() : null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
        return new MethodVisitor(Opcodes.ASM9, code) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                if (replacement.write(mv, opcode, owner, called, type)) {
                    replaced = true;
                } else {
                    super.visitMethodInsn(opcode, owner, called, type, isInterface);
                }
            }
        };
    }
}
