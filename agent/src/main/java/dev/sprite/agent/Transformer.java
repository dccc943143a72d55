package dev.sprite.agent;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;

/** Sees every class that is loaded, and answers with what it is to be instead. */
final class Transformer implements ClassFileTransformer {
    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (loader == null) {
            return LauncherPatch.CLASS.equals(name) ? LauncherPatch.apply(bytes) : null;
        }
        return null;
    }
}
