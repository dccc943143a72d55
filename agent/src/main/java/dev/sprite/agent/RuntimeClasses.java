package dev.sprite.agent;

import dev.sprite.agent.boot.IsolatedLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import jdk.internal.misc.Unsafe;

/**
 * Puts the classes that instrumented code calls into java.base, where every class sees them without a read edge, an
 * entry on the boot class path or a warning.
 */
final class RuntimeClasses {
    private static final String FOLDER = "runtime/";
    private static final String SUFFIX = ".class";

    private RuntimeClasses() {}

    static void define() {
        IsolatedLoader core = (IsolatedLoader) RuntimeClasses.class.getClassLoader();
        Unsafe unsafe = Unsafe.getUnsafe();
        try {
            for (String entry : core.names()) {
                if (entry.startsWith(FOLDER) && entry.endsWith(SUFFIX)) {
                    byte[] bytes = core.read(entry);
                    String name = entry.substring(FOLDER.length(), entry.length() - SUFFIX.length());
                    unsafe.defineClass(name, bytes, 0, bytes.length, null, null);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
