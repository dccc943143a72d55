package dev.sprite.agent.migration;

import dev.sprite.agent.boot.IsolatedLoader;
import dev.sprite.instrumentation.jdk.CallPatch;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;

/** Applies {@link CallPatch}es to this JVM, for good: to classes that are loaded and to those to come. */
final class CallPatcher implements ClassFileTransformer {
    /** Our own in java.base, which make the calls in question. */
    private static final String RUNTIME = "java/lang/Sprite";

    private final List<CallPatch> patches;

    private CallPatcher(List<CallPatch> patches) {
        this.patches = patches;
    }

    static void install(Instrumentation instrumentation, CallPatch... patches) {
        CallPatcher patcher = new CallPatcher(List.of(patches));
        List<Class<?>> concerned = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (instrumentation.isModifiableClass(type) && !type.isArray() && patcher.concerns(type)) {
                concerned.add(type);
            }
        }
        instrumentation.addTransformer(patcher, true);
        try {
            instrumentation.retransformClasses(concerned.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException("this JDK does not let calls be made at home", e);
        }
    }

    private boolean concerns(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        String name = type.getName().replace('.', '/');
        if (isOurs(loader, name)) {
            return false;
        }
        byte[] file = null;
        for (CallPatch patch : patches) {
            if (loader == null && patch.concerns(name)) {
                return true;
            }
            file = file == null ? classFile(type, name) : file;
            if (patch.mayConcern(file)) {
                return true;
            }
        }
        return false;
    }

    /** As far as it can be had; no bytes otherwise. */
    private static byte[] classFile(Class<?> type, String name) {
        ClassLoader loader = type.getClassLoader();
        try (InputStream in = type.getModule().isNamed() || loader == null
                ? type.getModule().getResourceAsStream(name + ".class")
                : loader.getResourceAsStream(name + ".class")) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static boolean isOurs(ClassLoader loader, String name) {
        return loader instanceof IsolatedLoader || loader == null && name != null && name.startsWith(RUNTIME);
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (isOurs(loader, name)) {
            return null;
        }
        byte[] changed = null;
        for (CallPatch patch : patches) {
            if (loader == null && name != null && patch.concerns(name) || patch.mayConcern(bytes)) {
                changed = patch.apply(changed == null ? bytes : changed);
            }
        }
        return changed;
    }
}
