package dev.sprite.agent.migration;

import dev.sprite.instrumentation.jdk.HomeCalls;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;

/** Applies {@link HomeCalls} to the JDK of this JVM, for good: to classes that are loaded and to those to come. */
final class HomeCallsPatch implements ClassFileTransformer {
    private final HomeCalls calls;

    private HomeCallsPatch(HomeCalls calls) {
        this.calls = calls;
    }

    static void install(HomeCalls calls, Instrumentation instrumentation) {
        instrumentation.addTransformer(new HomeCallsPatch(calls), true);
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getClassLoader() == null && calls.concerns(type.getName().replace('.', '/'))) {
                loaded.add(type);
            }
        }
        try {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException("this JDK does not let calls be made at home", e);
        }
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        return loader == null && calls.concerns(name) ? calls.apply(bytes) : null;
    }
}
