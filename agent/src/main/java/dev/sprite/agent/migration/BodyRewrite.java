package dev.sprite.agent.migration;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.function.BiFunction;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Changes method bodies of a class of the JDK that is loaded already, for as long as the JVM lives. */
final class BodyRewrite implements ClassFileTransformer {
    private final Class<?> target;
    private final BiFunction<String, MethodVisitor, MethodVisitor> rewriter;

    private BodyRewrite(Class<?> target, BiFunction<String, MethodVisitor, MethodVisitor> rewriter) {
        this.target = target;
        this.rewriter = rewriter;
    }

    /**
     * Retransforms a class.
     *
     * @param rewriter takes a method's name and descriptor, run together, and where its code goes, and gives what the
     *     present code is to be sent through; it must leave the stack maps valid
     */
    static void apply(
            Instrumentation instrumentation, Class<?> target, BiFunction<String, MethodVisitor, MethodVisitor> rewriter)
            throws UnmodifiableClassException {
        instrumentation.addTransformer(new BodyRewrite(target, rewriter), true);
        instrumentation.retransformClasses(target);
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (redefined != target) {
            return null;
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String method, String descriptor, String signature, String[] exceptions) {
                MethodVisitor code = super.visitMethod(access, method, descriptor, signature, exceptions);
                return rewriter.apply(method + descriptor, code);
            }
        }, 0);
        return writer.toByteArray();
    }
}
