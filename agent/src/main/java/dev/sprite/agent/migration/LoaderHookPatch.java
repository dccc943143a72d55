package dev.sprite.agent.migration;

import dev.sprite.instrumentation.LoaderHook;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Applies {@link LoaderHook} to {@link ClassLoader} itself, in a JVM to which a program is to move. */
final class LoaderHookPatch implements ClassFileTransformer {
    private LoaderHookPatch() {}

    static void install(Instrumentation instrumentation) {
        LoaderHookPatch patch = new LoaderHookPatch();
        instrumentation.addTransformer(patch, true);
        try {
            instrumentation.retransformClasses(ClassLoader.class);
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException("this JDK does not let class loaders arrive", e);
        }
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (redefined != ClassLoader.class) {
            return null;
        }
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String method, String descriptor, String signature, String[] exceptions) {
                MethodVisitor code = super.visitMethod(access, method, descriptor, signature, exceptions);
                return LoaderHook.concerns(access, method, descriptor)
                        ? LoaderHook.around(code, reader.getClassName(), true)
                        : code;
            }
        }, ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }
}
