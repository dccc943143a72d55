package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.agent.boot.IsolatedLoader;
import java.util.List;

/** The classes of ours that may run while a program stands still. Rehearsals reach most of them, but not all. */
final class FreezeCode {
    private static final List<String> PACKAGES = List.of(
            "dev/sprite/capture/", "dev/sprite/restore/", "dev/sprite/image/", "dev/sprite/instrumentation/",
            "dev/sprite/agent/");
    private static final String SUFFIX = ".class";

    private FreezeCode() {}

    /**
     * Loads and links them all, ahead of the freeze. They are not initialised: another thread may be initialising
     * them, too, and in another order.
     */
    static void load() {
        for (ClassLoader at = FreezeCode.class.getClassLoader(); at instanceof IsolatedLoader; at = at.getParent()) {
            IsolatedLoader loader = (IsolatedLoader) at;
            for (String name : loader.names()) {
                if (name.endsWith(SUFFIX) && PACKAGES.stream().anyMatch(name::startsWith)) {
                    load(loader, name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'));
                }
            }
        }
    }

    private static void load(IsolatedLoader loader, String name) {
        try {
            Class.forName(name, false, loader).getDeclaredConstructors(); // which links it
        } catch (ClassNotFoundException | LinkageError e) {
            Log.debug(name + " is not there ahead of the freeze: " + e);
        }
    }
}
