package dev.sprite.instrumentation;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Changes the code of single methods of a class; all else, stack maps included, stays as it is. */
public final class MethodPatch {
    private MethodPatch() {}

    /** What becomes of a method. No lambda where a start or a freeze would have to link it. */
    public interface Change {
        /**
         * Returns what is to be shown the method's code.
         *
         * @param owner the internal name of its class
         * @param code takes the code as it will be; to be returned itself if nothing is to change
         */
        MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code);
    }

    /** Returns the class file with every method passed through {@code change}. */
    public static byte[] apply(byte[] classFile, Change change) {
        return apply(classFile, 0, change);
    }

    /**
     * The same.
     *
     * @param parsing how the class file is read, as {@link ClassReader#accept} has it
     */
    public static byte[] apply(byte[] classFile, int parsing, Change change) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return change.of(reader.getClassName(), access, name, descriptor,
                        super.visitMethod(access, name, descriptor, signature, exceptions));
            }
        }, parsing);
        return writer.toByteArray();
    }
}
