package dev.sprite.agent.migration;

import dev.sprite.agent.OriginalClasses;
import dev.sprite.image.ClassFiles;
import java.util.Map;
import java.util.WeakHashMap;

/** The class files of classes that class loaders of the program have defined; each is asked for once. */
final class ProgramClassFiles implements ClassFiles {
    private final OriginalClasses originals;
    private final Map<Class<?>, byte[]> known = new WeakHashMap<>();

    ProgramClassFiles(OriginalClasses originals) {
        this.originals = originals;
    }

    @Override
    public synchronized byte[] of(Class<?> type) {
        byte[] classFile = known.get(type);
        if (classFile == null) {
            classFile = originals.of(type);
            known.put(type, classFile);
        }
        return classFile;
    }

    @Override
    public synchronized void learn(Class<?> type, byte[] classFile) {
        known.put(type, classFile);
    }
}
