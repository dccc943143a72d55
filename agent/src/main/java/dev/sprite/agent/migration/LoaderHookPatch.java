package dev.sprite.agent.migration;

import dev.sprite.instrumentation.LoaderHook;
import dev.sprite.instrumentation.MethodPatch;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodVisitor;

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
        return MethodPatch.apply(bytes, ClassReader.EXPAND_FRAMES, new MethodPatch.Change() {
            @Override
            public MethodVisitor of(String owner, int access, String name, String descriptor, MethodVisitor code) {
                return LoaderHook.concerns(access, name, descriptor) ? LoaderHook.around(code, owner, true) : code;
            }
        });
    }
}
