package dev.sprite.agent.migration;

import dev.sprite.agent.boot.IsolatedLoader;
import dev.sprite.instrumentation.jdk.CallPatch;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;

/** Applies {@link CallPatch}es to this JVM, for good: to classes that are loaded and to those to come. */
final class CallPatcher implements ClassFileTransformer {
    /** Our own in java.base, which make the calls in question. */
    private static final String RUNTIME = "java/lang/Sprite";

    private final List<CallPatch> patches;
    private final boolean searches;

    private CallPatcher(List<CallPatch> patches) {
        this.patches = patches;
        searches = patches.stream().anyMatch(patch -> !patch.constants().isEmpty());
    }

    static void install(Instrumentation instrumentation, CallPatch... patches) {
        CallPatcher patcher = new CallPatcher(List.of(patches));
        Class<?>[] concerned = patcher.concerned(instrumentation);
        instrumentation.addTransformer(patcher, true);
        try {
            instrumentation.retransformClasses(concerned);
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException("this JDK does not let calls be made at home", e);
        }
    }

    private Class<?>[] concerned(Instrumentation instrumentation) {
        JdkCallers callers = searches ? JdkCallers.known() : null;
        List<Class<?>> concerned = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (!type.isArray() && concerns(type, callers) && instrumentation.isModifiableClass(type)) {
                concerned.add(type);
            }
        }
        if (searches) {
            callers.keep();
        }
        return concerned.toArray(new Class<?>[0]);
    }

    private boolean concerns(Class<?> type, JdkCallers callers) {
        ClassLoader loader = type.getClassLoader();
        String name = type.getName().replace('.', '/');
        if (isOurs(loader, name) || type.isHidden()) {
            return false;
        }
        if (loader == null && isNamed(name)) {
            return true;
        }
        if (!searches) {
            return false;
        }
        return loader == null
                ? callers.contain(name, () -> makesCalls(classFile(type, name)))
                : makesCalls(classFile(type, name));
    }

    private boolean isNamed(String name) {
        for (CallPatch patch : patches) {
            if (patch.concerns(name)) {
                return true;
            }
        }
        return false;
    }

    private boolean makesCalls(byte[] classFile) {
        return patched(null, classFile) != null;
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
        return isOurs(loader, name) ? null : patched(loader == null ? name : null, bytes);
    }

    /** The class with all its calls redirected; null if it makes none. */
    private byte[] patched(String jdkName, byte[] bytes) {
        String text = searches ? new String(bytes, StandardCharsets.ISO_8859_1) : "";
        byte[] result = null;
        for (CallPatch patch : patches) {
            if (jdkName != null && patch.concerns(jdkName) || hasOneOf(patch.constants(), text)) {
                byte[] redirected = patch.apply(result == null ? bytes : result);
                result = redirected == null ? result : redirected;
            }
        }
        return result;
    }

    private static boolean hasOneOf(List<String> constants, String text) {
        for (String constant : constants) {
            if (text.contains(constant)) {
                return true;
            }
        }
        return false;
    }
}
