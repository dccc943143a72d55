package dev.sprite.capture;

import dev.sprite.image.ClassFiles;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.codec.LoaderShell;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The class loaders of the program, and what each of them has been asked for. */
final class ProgramLoaders {
    private final Instrumentation inst;
    private final Predicate<Class<?>> isApplicationClass;
    private final ClassFiles classFiles;
    private final Set<ClassLoader> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<ClassLoader> inOrder = new ArrayList<>();

    ProgramLoaders(Instrumentation inst, Predicate<Class<?>> isApplicationClass, ClassFiles classFiles) {
        this.inst = inst;
        this.isApplicationClass = isApplicationClass;
        this.classFiles = classFiles;
    }

    /**
     * The loaders of the program's classes, but for those that every JVM has.
     *
     * @param loaded the first, or a continuation of what this was asked for last
     */
    List<ClassLoader> among(LoadedClasses loaded) {
        if (!loaded.isContinued()) {
            known.clear();
            inOrder.clear();
        }
        for (Class<?> type : loaded.added()) {
            ClassLoader loader = type.getClassLoader();
            if (LoaderShell.isOfProgram(loader) && !known.contains(loader) && isApplicationClass.test(type)) {
                known.add(loader);
                inOrder.add(loader);
            }
        }
        return inOrder;
    }

    /** Looks up ahead the class files of what these loaders have defined. */
    void prepare(LoadedClasses loaded) {
        for (ClassLoader loader : among(loaded)) {
            for (Class<?> type : askedFor(loader)) {
                if (type.getClassLoader() == loader) {
                    classFiles.of(type);
                }
            }
        }
    }

    /** Writes a loader, and all classes that the JVM knows it to have defined or found elsewhere. */
    void write(ClassLoader loader, ImageWriter out) {
        out.reference(loader);
        List<Class<?>> types = askedFor(loader);
        out.number(types.size());
        for (Class<?> type : types) {
            out.reference(type);
        }
    }

    /** Arrays, hidden classes and proxies are made, not asked for. */
    private List<Class<?>> askedFor(ClassLoader loader) {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> type : inst.getInitiatedClasses(loader)) {
            if (!type.isArray() && !type.isPrimitive() && !type.isHidden() && !Proxy.isProxyClass(type)) {
                types.add(type);
            }
        }
        return types;
    }
}
