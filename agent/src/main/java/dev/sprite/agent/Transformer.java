package dev.sprite.agent;

import dev.sprite.agent.boot.IsolatedLoader;
import dev.sprite.instrumentation.ClassInstrumenter;
import dev.sprite.instrumentation.Instrumented;
import dev.sprite.instrumentation.ResumeRequests;
import dev.sprite.instrumentation.SiteRegistry;
import dev.sprite.instrumentation.jdk.JdkClasses;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.nio.file.Files;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;

/**
 * Sees every class that is loaded, and answers with what it is to be instead: for the program's classes their
 * instrumented form, for the launcher's helper one that starts {@link SpriteMain}. A class that cannot be read is left
 * as it is.
 */
final class Transformer implements ClassFileTransformer {
    private static final String SHARED = "java/util/concurrent/";
    private static final Instrumented UNTOUCHED = new Instrumented(null, null);

    /** The package of what the JDK makes of methods that are called by reflection: frames that are run again. */
    private static final String REFLECTION = "jdk/internal/reflect/";

    private final Options options;
    private final ClassCache cache;
    /** For classes in whose methods a program may wait from its first moment on, be it new to this host. */
    private final ClassCache shared;
    private final SiteRegistry sites;
    private final ResumeRequests resumes;
    private final OriginalClasses originals;
    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();

    Transformer(Options options, File cacheFolder, SiteRegistry sites, ResumeRequests resumes,
            OriginalClasses originals) {
        this.originals = originals;
        this.options = options;
        this.cache = CacheFolder.classCache(cacheFolder);
        this.shared = CacheFolder.sharedCache(cacheFolder);
        this.sites = sites;
        this.resumes = resumes;
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        byte[] broken = originals.look(redefined, bytes);
        if (broken != null) {
            return broken;
        }
        try {
            if (loader == null) {
                return patches(name) ? instrumented(null, name, bytes).classFile() : ofJdk(name, redefined, bytes);
            }
            if (name == null || loader == platform || loader instanceof IsolatedLoader
                    || name.startsWith(REFLECTION) || isJdk(domain) || !options.admits(name)) {
                return null;
            }
            Instrumented result = redefined == null ? null : resumable(redefined, bytes);
            if (result == null) {
                result = instrumented(loader, name, bytes);
            }
            return registered(loader, name, result, redefined != null);
        } catch (Throwable e) {
            Log.info(name + " is left as it is: " + e);
            return null;
        }
    }

    /**
     * A class that nobody has met before is left alone while it is being loaded: it may be one that the instrumenter
     * needs to look at it. {@link LoadedJdkClasses} sees to it later.
     */
    private byte[] ofJdk(String name, Class<?> redefined, byte[] bytes) throws IOException {
        if (name == null || !JdkClasses.contain(name)) {
            return null;
        }
        ClassCache cache = name.startsWith(SHARED) ? shared : this.cache;
        byte[] original = redefined == null ? bytes : OriginalClasses.ofJdk(name);
        Instrumented result = redefined == null ? null : resumable(redefined, original);
        result = result == null ? cache.find(original) : result;
        if (result == null && redefined != null) {
            result = ClassInstrumenter.ofJdk().instrument(original);
            result = result == null ? UNTOUCHED : result;
            cache.add(original, result);
        }
        return result == null ? null : registered(null, name, result, redefined != null);
    }

    private byte[] registered(ClassLoader loader, String name, Instrumented result, boolean loaded) {
        if (result.classFile() != null) {
            sites.register(loader, name, result.sites(), loaded);
            if (options.dump() != null) {
                dump(name, result.classFile());
            }
        }
        return result.classFile();
    }

    /** The class with the resume code that has been asked for; null if none has. */
    private Instrumented resumable(Class<?> type, byte[] bytes) {
        Map<String, Set<Integer>> resumed = resumes.of(type);
        if (resumed.isEmpty()) {
            return null;
        }
        Instrumented result = instrumenterOf(type).instrumentForResume(
                bytes, resumed, resumes.copiesLoops(type), new Superclasses(type.getClassLoader()));
        resumes.grant(type, resumed);
        return result;
    }

    static ClassInstrumenter instrumenterOf(Class<?> type) {
        return type.getClassLoader() == null ? ClassInstrumenter.ofJdk() : ClassInstrumenter.ofProgram();
    }

    /** Whether this is one of the JDK's own classes that its application loader defines. */
    private static boolean isJdk(ProtectionDomain domain) {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        return source != null && source.getLocation() != null && source.getLocation().getProtocol().equals("jrt");
    }

    /** Whether a class of the JDK is one that we alter. */
    private static boolean patches(String name) {
        return LauncherPatch.CLASS.equals(name) || ClassDefinerPatch.CLASS.equals(name) || isOfThreads(name);
    }

    /** Asks by constants alone: a start is not to load the patch, and the library it uses, for an answer of no. */
    private static boolean isOfThreads(String name) {
        return ThreadPatch.THREAD.equals(name) || ThreadPatch.WRAPPER.equals(name);
    }

    private static byte[] patch(String name, byte[] original) {
        if (isOfThreads(name)) {
            return ThreadPatch.apply(original);
        }
        return LauncherPatch.CLASS.equals(name) ? LauncherPatch.apply(original) : ClassDefinerPatch.apply(original);
    }

    private Instrumented instrumented(ClassLoader loader, String name, byte[] original) {
        Instrumented result = cache.find(original);
        if (result == null && loader != null) {
            result = ClassInstrumenter.ofProgram().instrument(original);
            result = result == null ? UNTOUCHED : result;
            cache.add(original, result);
        } else if (result == null) {
            result = new Instrumented(patch(name, original), null);
            cache.add(original, result);
        }
        return result;
    }

    private void dump(String name, byte[] code) {
        File file = new File(options.dump(), name.concat(".class"));
        try {
            Files.createDirectories(file.getParentFile().toPath());
            Files.write(file.toPath(), code);
        } catch (IOException e) {
            Log.warn("cannot dump " + name + ": " + e);
        }
    }
}
