package dev.sprite.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;

/**
 * What loaded classes were defined from. The JVM shows it to whoever is about to redefine a class; so a redefinition is
 * begun, and broken off by a class file that is none, which leaves the class as it is.
 */
public final class OriginalClasses {
    /** No class file: the JVM leaves a class as it is that is to become this. */
    static final byte[] BROKEN = {0};

    private final Instrumentation instrumentation;
    private volatile Class<?> wanted;
    private volatile byte[] seen;

    OriginalClasses(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** The class file of {@code type}; {@code null} if the JVM does not tell. */
    public synchronized byte[] of(Class<?> type) {
        if (type.getClassLoader() == null) {
            return ofJdk(type);
        }
        seen = null;
        wanted = type;
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException e) {
            return null;
        } catch (LinkageError brokenOff) {
            // as intended
        } finally {
            wanted = null;
        }
        return seen;
    }

    /** The JVM has forgotten the stack maps of its own classes, which it does not verify. */
    static byte[] ofJdk(Class<?> type) {
        String name = type.getName().replace('.', '/').concat(".class");
        try (InputStream file = type.getModule().getResourceAsStream(name)) {
            return file == null ? null : file.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    /** What {@code redefined} is to become, if its class file is what is wanted; else {@code null}. */
    byte[] look(Class<?> redefined, byte[] bytes) {
        if (redefined == null || redefined != wanted) {
            return null;
        }
        seen = bytes.clone();
        return BROKEN;
    }
}
