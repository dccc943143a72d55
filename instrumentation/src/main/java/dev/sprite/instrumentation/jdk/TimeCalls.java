package dev.sprite.instrumentation.jdk;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Makes classes, the JDK's and the program's, read the clocks by way of {@code java.lang.SpriteTime}. */
public final class TimeCalls implements CallPatch {
    private static final String TIME = "java/lang/SpriteTime";

    private static final ConstantSearch NANO = new ConstantSearch("nanoTime");
    private static final ConstantSearch MILLIS = new ConstantSearch("currentTimeMillis");
    private static final ConstantSearch ADJUSTMENT = new ConstantSearch("getNanoTimeAdjustment");

    @Override
    public boolean concerns(String className) {
        return false;
    }

    @Override
    public boolean mayConcern(byte[] bytes) {
        return NANO.matches(bytes) || MILLIS.matches(bytes) || ADJUSTMENT.matches(bytes);
    }

    @Override
    public byte[] apply(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return new Redirection(super.visitMethod(access, name, descriptor, signature, exceptions));
            }
        }, 0);
        return writer.toByteArray();
    }

    private static final class Redirection extends MethodVisitor {
        Redirection(MethodVisitor code) {
            super(Opcodes.ASM9, code);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, isClock(owner, name) ? TIME : owner, name, descriptor, isInterface);
        }

        private static boolean isClock(String owner, String name) {
            return owner.equals("java/lang/System") && (name.equals("nanoTime") || name.equals("currentTimeMillis"))
                    || owner.equals("jdk/internal/misc/VM") && name.equals("getNanoTimeAdjustment");
        }
    }
}
