package dev.sprite.image.codec;

import dev.sprite.image.Blocker;
import dev.sprite.image.ClassFiles;
import dev.sprite.image.Codec;
import dev.sprite.image.HiddenClasses;
import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.lang.reflect.Proxy;
import java.security.ProtectionDomain;

/**
 * Classes, by name and loader; hidden ones by recipe, those that loaders of the program defined by their class files.
 * Reading one does not initialise it.
 */
final class ClassCodec implements Codec<Class<?>> {
    private static final int NAMED = 0;
    private static final int PRIMITIVE = 1;
    private static final int ARRAY = 2;
    private static final int HIDDEN = 3;
    private static final int PROXY = 4;
    private static final int LAMBDA = 5;
    private static final int DEFINED = 6;
    private static final int SPECIES = 7;
    private static final long BYTES = Raw.arrayBase(byte[].class);
    private static final int LARGEST_CLASS_FILE = 1 << 28;
    private static final Class<?>[] PRIMITIVES = {boolean.class, byte.class, char.class, short.class, int.class,
        long.class, float.class, double.class, void.class};

    private final HiddenClasses hidden;
    private final ClassFiles classFiles;
    private final HiddenClasses lambdas;

    ClassCodec(HiddenClasses hidden, ClassFiles classFiles) {
        this.hidden = hidden;
        this.classFiles = classFiles;
        lambdas = new LambdaSites(classFiles);
    }

    @Override
    public void write(Class<?> type, ImageWriter out) {
        if (type.isPrimitive()) {
            out.number(PRIMITIVE);
            for (int i = 0; i < PRIMITIVES.length; i++) {
                if (PRIMITIVES[i] == type) {
                    out.number(i);
                }
            }
        } else if (type.isArray()) {
            out.number(ARRAY);
            out.reference(type.getComponentType());
        } else if (type.isHidden()) {
            writeHidden(type, out);
        } else if (Proxy.isProxyClass(type)) {
            out.number(PROXY);
            Class<?>[] interfaces = type.getInterfaces();
            out.number(interfaces.length);
            for (Class<?> face : interfaces) {
                out.reference(face);
            }
            out.reference(type.getClassLoader());
        } else if (LoaderShell.isOfProgram(type.getClassLoader())) {
            writeDefined(type, out);
        } else if (SpeciesCodec.of(type) != null) {
            out.number(SPECIES);
            out.reference(SpeciesCodec.of(type));
        } else {
            out.number(NAMED);
            out.text(type.getName());
            out.reference(type.getClassLoader());
        }
    }

    private void writeDefined(Class<?> type, ImageWriter out) {
        byte[] classFile = classFiles.of(type);
        if (classFile == null) {
            throw new Refusal("the JVM does not give out the class file of " + type.getName()
                    + ", which a class loader of the program has defined");
        }
        out.number(DEFINED);
        out.text(type.getName());
        out.reference(type.getClassLoader());
        out.reference(type.getSuperclass());
        Class<?>[] interfaces = type.getInterfaces();
        out.number(interfaces.length);
        for (Class<?> face : interfaces) {
            out.reference(face);
        }
        out.reference(type.getProtectionDomain());
        out.number(classFile.length);
        out.memory(classFile, BYTES, classFile.length);
    }

    private void writeHidden(Class<?> type, ImageWriter out) {
        HiddenClasses.Recipe recipe = hidden.recipeOf(type);
        out.number(recipe != null ? HIDDEN : LAMBDA);
        if (recipe == null) {
            recipe = lambdas.recipeOf(type);
        }
        if (recipe == null) {
            throw new Refusal("hidden class " + type.getName() + " cannot be made again at the target");
        }
        out.reference(recipe.host());
        out.number(recipe.site());
    }

    @Override
    public Class<?> read(ImageReader in) throws ImageFormatException, NotMovableException {
        int kind = in.number();
        switch (kind) {
            case PRIMITIVE:
                return PRIMITIVES[in.number()];
            case ARRAY:
                return in.reference(Class.class).arrayType();
            case HIDDEN:
                return readHidden(hidden, in);
            case LAMBDA:
                return readHidden(lambdas, in);
            case PROXY:
                return readProxy(in);
            case NAMED:
                return readNamed(in);
            case DEFINED:
                return readDefined(in);
            case SPECIES:
                return SpeciesCodec.classOf(in.reference(SpeciesCodec.SPECIES));
            default:
                throw new ImageFormatException("image damaged: unknown kind of class " + kind);
        }
    }

    private static Class<?> readHidden(HiddenClasses hidden, ImageReader in)
            throws ImageFormatException, NotMovableException {
        Class<?> host = in.reference(Class.class);
        int site = in.number();
        Class<?> type = hidden.classFor(new HiddenClasses.Recipe(host, site));
        if (type == null) {
            throw new NotMovableException(Blocker.object("class " + host.getName(),
                    "it has no lambda site " + site + " on this host. Use the same class files on both hosts"));
        }
        return type;
    }

    @SuppressWarnings("deprecation") // the class itself is wanted, not an instance
    private static Class<?> readProxy(ImageReader in) throws ImageFormatException, NotMovableException {
        int count = in.number();
        if (count < 0 || count > 65535) {
            throw new ImageFormatException("image damaged: a proxy class with " + count + " interfaces");
        }
        Class<?>[] interfaces = new Class<?>[count];
        for (int i = 0; i < interfaces.length; i++) {
            interfaces[i] = in.reference(Class.class);
        }
        return Proxy.getProxyClass(in.reference(ClassLoader.class), interfaces);
    }

    /** What it extends is known by then, so that the JVM need not ask the loader, which is not whole yet. */
    private Class<?> readDefined(ImageReader in) throws ImageFormatException, NotMovableException {
        String name = in.text();
        ClassLoader loader = in.reference(ClassLoader.class);
        Class<?> parent = in.reference(Class.class);
        if (parent != null) {
            SpriteLoaders.found(loader, parent);
        }
        for (int left = in.number(); left > 0; left--) {
            SpriteLoaders.found(loader, in.reference(Class.class));
        }
        ProtectionDomain domain = in.reference(ProtectionDomain.class);
        int length = in.number();
        if (length < 0 || length > LARGEST_CLASS_FILE) {
            throw new ImageFormatException("image damaged: a class file of " + length + " bytes");
        }
        byte[] classFile = new byte[length];
        in.memory(classFile, BYTES, length);
        try {
            Class<?> type = Raw.UNSAFE.defineClass(name, classFile, 0, length, loader, domain);
            SpriteLoaders.found(loader, type);
            classFiles.learn(type, classFile);
            return type;
        } catch (LinkageError e) {
            throw new NotMovableException(Blocker.object("class " + name, "it cannot be defined on this host: " + e));
        }
    }

    private static Class<?> readNamed(ImageReader in) throws ImageFormatException, NotMovableException {
        String name = in.text();
        ClassLoader loader = in.reference(ClassLoader.class);
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new NotMovableException(Blocker.object("class " + name,
                    "it cannot be loaded on this host: " + e));
        }
    }
}
