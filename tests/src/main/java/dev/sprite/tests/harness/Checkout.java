package dev.sprite.tests.harness;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build that is being tested has left its files. */
public final class Checkout {
    private Checkout() {}

    /** The root folder of the checkout that this class was built in. */
    public static Path root() {
        Path folder = classPathOf(Checkout.class);
        while (!Files.isRegularFile(folder.resolve("bin/sprite"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not run from a checkout: " + classPathOf(Checkout.class));
            }
        }
        return folder;
    }

    /** The one file a user needs. */
    public static Path spriteJar() {
        Path jar = root().resolve("agent/target/sprite.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: run mvn -q -DskipTests package");
        }
        return jar;
    }

    /** The jar or folder that {@code type} was loaded from. */
    public static Path classPathOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
