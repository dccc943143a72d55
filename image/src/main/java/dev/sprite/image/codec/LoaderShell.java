package dev.sprite.image.codec;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Class loaders of the program. They are copied field by field, but before that come what the JVM looks at when the first
 * class is defined with them, and what belongs to this JVM: the unnamed module, the tables of native
 * libraries and of classes, which the JVM fills itself.
 */
public final class LoaderShell {
    private static final long NAME = Raw.offset(ClassLoader.class, "name");
    private static final long NAME_AND_ID = Raw.offset(ClassLoader.class, "nameAndId");
    private static final long MODULE = Raw.offset(ClassLoader.class, "unnamedModule");
    private static final long PARALLEL = Raw.offset(ClassLoader.class, "parallelLockMap");
    private static final long LIBRARIES = Raw.offset(ClassLoader.class, "libraries");
    private static final long CLASSES = Raw.offset(ClassLoader.class, "classes");
    private static final MethodHandle NEW_MODULE = Handles.constructor(Module.class, ClassLoader.class);
    private static final MethodHandle REGISTER_PARALLEL =
            Handles.staticMethod(Handles.type("java.lang.ClassLoader$ParallelLoaders"), "register", boolean.class, Class.class);
    private static final MethodHandle NEW_LIBRARIES = newLibraries();

    private LoaderShell() {}

    /** The factory has had several names; its shape tells it. */
    private static MethodHandle newLibraries() {
        Class<?> type = Handles.type("jdk.internal.loader.NativeLibraries");
        for (Method method : Raw.declaredMethods(type)) {
            if (method.getReturnType() == type
                    && Arrays.equals(method.getParameterTypes(), new Class<?>[] {ClassLoader.class})) {
                return Handles.staticMethod(type, method.getName(), type, ClassLoader.class);
            }
        }
        throw new IllegalStateException("this JDK has no factory of " + type.getName());
    }

    /** Whether {@code loader} is not one that every JVM has. */
    public static boolean isOfProgram(ClassLoader loader) {
        return loader != null && loader != ClassLoader.getPlatformClassLoader()
                && loader != ClassLoader.getSystemClassLoader();
    }

    public static void write(ClassLoader loader, ImageWriter out) {
        String name = loader.getName();
        out.number(name == null ? 0 : 1);
        out.text(name == null ? "" : name);
        out.text((String) Raw.UNSAFE.getReference(loader, NAME_AND_ID));
        out.number(Raw.UNSAFE.getReference(loader, PARALLEL) == null ? 0 : 1);
    }

    /** Makes {@code loader}, freshly allocated, fit to have classes defined with it. */
    public static void read(ClassLoader loader, ImageReader in) throws ImageFormatException {
        boolean named = in.number() == 1;
        String name = in.text();
        Raw.UNSAFE.putReference(loader, NAME, named ? name : null);
        Raw.UNSAFE.putReference(loader, NAME_AND_ID, in.text());
        Raw.UNSAFE.putReference(loader, MODULE, Handles.invoke(NEW_MODULE, loader));
        Raw.UNSAFE.putReference(loader, LIBRARIES, Handles.invoke(NEW_LIBRARIES, loader));
        Raw.UNSAFE.putReference(loader, CLASSES, new ArrayList<>());
        if (in.number() == 1) {
            Raw.UNSAFE.putReference(loader, PARALLEL, new ConcurrentHashMap<>());
            registerParallel(loader.getClass());
        }
        SpriteLoaders.arrives(loader);
    }

    /** A class is registered once its superclass is; its initialiser, which does it, does not run again. */
    private static void registerParallel(Class<?> type) {
        if (type != ClassLoader.class) {
            registerParallel(type.getSuperclass());
            Handles.invoke(REGISTER_PARALLEL, type);
        }
    }
}
