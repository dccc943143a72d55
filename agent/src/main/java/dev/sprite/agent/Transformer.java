package dev.sprite.agent;

import dev.sprite.agent.boot.IsolatedLoader;
import dev.sprite.instrumentation.ClassInstrumenter;
import dev.sprite.instrumentation.Instrumented;
import dev.sprite.instrumentation.RawAccess;
import dev.sprite.instrumentation.Resumable;
import dev.sprite.instrumentation.ResumeRequests;
import dev.sprite.instrumentation.ResumeSites;
import dev.sprite.instrumentation.SiteRegistry;
import dev.sprite.instrumentation.jdk.JdkClasses;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.nio.file.Files;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;

/**
 * Sees every class that is loaded, and answers with what it is to be instead: for the program's classes their
 * instrumented form, for the launcher's helper one that starts {@link SpriteMain}. A class that cannot be read is left
 * as it is.
 */
final class Transformer implements ClassFileTransformer {
    private static final Instrumented UNTOUCHED = new Instrumented(null, null);

    private static final String WITH_BARRIERS = "barriers";
    /** The package of what the JDK makes of methods that are called by reflection: frames that are run again. */
    private static final String REFLECTION = "jdk/internal/reflect/";

    private final Options options;
    private final Barriers barriers;
    private final File cacheFolder;
    private volatile ClassCache cache;
    /** For classes of the JDK that only programs use. */
    private volatile ClassCache shared;
    private volatile boolean cachesBarriers;
    private final LastingClasses lasting;
    private final SiteRegistry sites;
    private final ResumeRequests resumes;
    private final OriginalClasses originals;
    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();

    Transformer(Agent agent, File cacheFolder) {
        lasting = new LastingClasses(agent);
        originals = agent.originals();
        options = agent.options();
        barriers = agent.barriers();
        this.cacheFolder = cacheFolder;
        this.cache = CacheFolder.classCache(cacheFolder, "");
        this.shared = CacheFolder.sharedCache(cacheFolder, "");
        sites = agent.sites();
        resumes = agent.resumes();
    }

    @Override
    @SuppressWarnings("removal") // as long as there are JDKs with security managers
    public byte[] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (loader == null && !isConcerned(name) && !(barriers.placed() && isRawAccess(name))) {
            return originals.look(redefined, bytes); // at once: security managers load classes when they are asked
        }
        if (System.getSecurityManager() == null) {
            return transformed(loader, name, redefined, bytes);
        }
        return AccessController.doPrivileged(new PrivilegedAction<byte[]>() {
            @Override
            public byte[] run() {
                return transformed(loader, name, redefined, bytes);
            }
        });
    }

    private byte[] transformed(ClassLoader loader, String name, Class<?> redefined, byte[] bytes) {
        byte[] broken = originals.look(redefined, bytes);
        if (broken != null) {
            return broken;
        }
        if (redefined != null && options.rehearse() > 0) {
            TracePatch.addSource(redefined, bytes);
        }
        try {
            cacheWithBarriers();
            if (loader == null && barriers.placed() && isRawAccess(name)) {
                return RawAccess.patch(redefined == null ? bytes : OriginalClasses.ofJdk(redefined));
            }
            if (loader == null) {
                return patches(name) ? instrumented(null, name, bytes).classFile() : ofJdk(name, redefined, bytes);
            }
            if (name == null || loader == platform && !JdkClasses.containPlatform(name) || loader instanceof IsolatedLoader
                    || name.startsWith(REFLECTION)) {
                return null;
            }
            if (!options.admits(name)) {
                barriers.missed(name);
                return null;
            }
            Instrumented result = redefined == null ? null : resumable(redefined, bytes);
            if (result == null) {
                result = instrumented(loader, name, bytes);
            }
            return registered(loader, name, result, redefined != null);
        } catch (Throwable e) {
            Log.info(name + " is left as it is: " + e);
            if (loader != null && loader != platform) {
                barriers.missed(name);
            }
            boolean isAsked = redefined != null && !resumes.sitesOf(redefined).isEmpty();
            return isAsked ? OriginalClasses.BROKEN : null; // null is for what it was before it was instrumented
        }
    }

    /**
     * A class that nobody has met before is left alone while it is being loaded: it may be one that the instrumenter
     * needs to look at it. {@link LoadedJdkClasses} sees to it later. Not so those that only programs use; with the
     * first of them come those lasting ones that the JVM has loaded for itself.
     */
    private byte[] ofJdk(String name, Class<?> redefined, byte[] bytes) throws IOException {
        boolean isOfPrograms = LoadedJdkClasses.areOfPrograms(name);
        ClassCache cache = isOfPrograms ? shared : this.cache;
        if (isOfPrograms && redefined == null) {
            lasting.complete();
        }
        byte[] original = redefined == null ? bytes : OriginalClasses.ofJdk(redefined);
        if (options.rehearse() > 0 && TracePatch.THROWABLE.equals(name)) {
            original = TracePatch.apply(original);
        }
        Instrumented result = redefined == null ? null : resumable(redefined, original);
        result = result == null ? cache.find(original) : result;
        if (result == null && (redefined != null || isOfPrograms)) {
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
        ResumeSites resumed = resumes.sitesOf(type);
        if (resumed.isEmpty()) {
            return null;
        }
        Resumable result = withBarriers(type.getClassLoader(), instrumenterOf(type)).instrumentForResume(
                bytes, resumed, new Superclasses(type.getClassLoader()));
        resumes.grant(type, result.sites());
        return result.instrumented();
    }

    /** The JDK's own classes need none: see {@link RawAccess}. */
    private ClassInstrumenter withBarriers(ClassLoader loader, ClassInstrumenter instrumenter) {
        return barriers.placed() && loader != null && loader != platform ? instrumenter.withBarriers() : instrumenter;
    }

    private void cacheWithBarriers() {
        if (barriers.placed() && !cachesBarriers) {
            synchronized (this) {
                cache = CacheFolder.classCache(cacheFolder, WITH_BARRIERS);
                shared = CacheFolder.sharedCache(cacheFolder, WITH_BARRIERS);
                cachesBarriers = true;
            }
        }
    }

    private static boolean isRawAccess(String name) {
        return name != null && RawAccess.isIn(name);
    }

    static ClassInstrumenter instrumenterOf(Class<?> type) {
        return instrumenterOf(type.getClassLoader(), type.getName().replace('.', '/'));
    }

    private static ClassInstrumenter instrumenterOf(ClassLoader loader, String name) {
        return loader == null || JdkClasses.containPlatform(name)
                ? ClassInstrumenter.ofJdk()
                : ClassInstrumenter.ofProgram();
    }

    /** Whether a class of the JDK is one that we alter. */
    private static boolean patches(String name) {
        return LauncherPatch.CLASS.equals(name) || ClassDefinerPatch.CLASS.equals(name) || isOfThreads(name)
                || TracePatch.ELEMENT.equals(name);
    }

    /** Asks by constants alone: a start is not to load the patch, and the library it uses, for an answer of no. */
    private static boolean isOfThreads(String name) {
        return ThreadPatch.THREAD.equals(name) || ThreadPatch.WRAPPER.equals(name);
    }

    /** Whether a class of the boot loader is not left as it is. */
    private static boolean isConcerned(String name) {
        return name != null && (JdkClasses.contain(name) || patches(name));
    }

    private static byte[] patch(String name, byte[] original) {
        if (isOfThreads(name)) {
            return ThreadPatch.apply(original);
        }
        if (TracePatch.ELEMENT.equals(name)) {
            return TracePatch.apply(original);
        }
        return LauncherPatch.CLASS.equals(name) ? LauncherPatch.apply(original) : ClassDefinerPatch.apply(original);
    }

    private Instrumented instrumented(ClassLoader loader, String name, byte[] original) {
        Instrumented result = cache.find(original);
        if (result == null && loader != null) {
            result = withBarriers(loader, instrumenterOf(loader, name)).instrument(original);
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
