package dev.sprite.capture;

import dev.sprite.image.Raw;
import java.util.Map;

/** The native libraries that the program has loaded. */
final class NativeLibraries {
    private NativeLibraries() {}

    /** The name of one that {@code loader} holds, or {@code null}. */
    static String loadedBy(ClassLoader loader) {
        Object libraries = Raw.UNSAFE.getReference(loader, Raw.offset(ClassLoader.class, "libraries"));
        long field = Raw.offset(libraries.getClass(), "libraries");
        Map<?, ?> byName = (Map<?, ?>) Raw.UNSAFE.getReference(libraries, field);
        return byName.isEmpty() ? null : String.valueOf(byName.keySet().iterator().next());
    }
}
