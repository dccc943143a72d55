package dev.sprite.image.codec;

import dev.sprite.image.ClassFiles;
import dev.sprite.image.HiddenClasses;
import dev.sprite.image.Raw;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The classes that {@link LambdaMetafactory} made, those of the JDK's own lambdas above all. Such a class keeps no
 * record of its site, but its constant pool names the method it calls: a site of the same host that calls the same
 * method, captures the same types and yields the same interface makes an equal class.
 */
public final class LambdaSites implements HiddenClasses {
    private static final String MARK = "$$Lambda";

    /** Who links a site. */
    public interface Linker {
        /**
         * Links a site as {@link LambdaMetafactory} does.
         *
         * @param host with full access to the host class
         * @param number of the site, counted in the host's class file
         * @param bootstrap {@code metafactory} or {@code altMetafactory}
         * @param arguments of that method
         */
        CallSite link(MethodHandles.Lookup host, int number, String name, MethodType factory, String bootstrap,
                Object[] arguments) throws Throwable;
    }

    private final Linker linker;
    private final ClassFiles classFiles;
    private final Map<Class<?>, List<Site>> sites = new HashMap<>();
    private final Map<Recipe, Class<?>> made = new HashMap<>();

    /** Has sites linked by the JDK. */
    LambdaSites(ClassFiles classFiles) {
        this(LambdaSites::linkByJdk, classFiles);
    }

    public LambdaSites(Linker linker, ClassFiles classFiles) {
        this.linker = linker;
        this.classFiles = classFiles;
    }

    private record Site(String name, String descriptor, Handle bootstrap, Object[] arguments) {
        private Handle implementation() {
            return (Handle) arguments[1];
        }
    }

    @Override
    public Recipe recipeOf(Class<?> hidden) {
        int mark = hidden.getName().lastIndexOf(MARK);
        if (mark < 0) {
            return null;
        }
        try {
            Class<?> host = Class.forName(hidden.getName().substring(0, mark), false, hidden.getClassLoader());
            List<Site> candidates = sitesOf(host);
            MemberReferences called = new MemberReferences(hidden);
            for (int i = 0; i < candidates.size(); i++) {
                if (makes(candidates.get(i), hidden, called)) {
                    return new Recipe(host, i);
                }
            }
            return null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static boolean makes(Site site, Class<?> hidden, MemberReferences called) {
        Handle implementation = site.implementation();
        return called.contains(implementation.getOwner(), implementation.getName(), implementation.getDesc())
                && Type.getReturnType(site.descriptor()).equals(Type.getType(hidden.getInterfaces()[0]))
                && capturedBy(hidden).equals(List.of(Type.getArgumentTypes(site.descriptor())));
    }

    private static List<Type> capturedBy(Class<?> hidden) {
        List<Type> types = new ArrayList<>();
        for (Field field : Raw.declaredFields(hidden)) {
            if (!Modifier.isStatic(field.getModifiers())) {
                types.add(Type.getType(field.getType()));
            }
        }
        return types;
    }

    @Override
    public Class<?> classFor(Recipe recipe) {
        List<Site> all = sitesOf(recipe.host());
        if (recipe.site() >= all.size()) {
            return null;
        }
        return made.computeIfAbsent(recipe, r -> link(r, all.get(r.site())));
    }

    /** Links the site once more, and makes an instance to see its class; the constructor only stores. */
    private Class<?> link(Recipe recipe, Site site) {
        Class<?> host = recipe.host();
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(host, Raw.TRUSTED);
            MethodType factory = MethodType.fromMethodDescriptorString(site.descriptor(), host.getClassLoader());
            Object[] arguments = new Object[site.arguments().length];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = constant(lookup, site.arguments()[i]);
            }
            CallSite linked = linker.link(
                    lookup, recipe.site(), site.name(), factory, site.bootstrap().getName(), arguments);
            MethodHandle maker = linked.getTarget();
            Object[] nothing = new Object[factory.parameterCount()];
            for (int i = 0; i < nothing.length; i++) {
                nothing[i] = zero(factory.parameterType(i));
            }
            return maker.invokeWithArguments(nothing).getClass();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot link the lambda site " + site.name() + site.descriptor() + " of "
                    + host.getName(), e);
        }
    }

    private static CallSite linkByJdk(MethodHandles.Lookup host, int number, String name, MethodType factory,
            String bootstrap, Object[] arguments) throws Throwable {
        return bootstrap.equals("altMetafactory")
                ? LambdaMetafactory.altMetafactory(host, name, factory, arguments)
                : LambdaMetafactory.metafactory(host, name, factory, (MethodType) arguments[0],
                        (MethodHandle) arguments[1], (MethodType) arguments[2]);
    }

    private static Object zero(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    private static Object constant(MethodHandles.Lookup lookup, Object value) throws ReflectiveOperationException {
        ClassLoader loader = lookup.lookupClass().getClassLoader();
        if (value instanceof Type type) {
            return type.getSort() == Type.METHOD
                    ? MethodType.fromMethodDescriptorString(type.getDescriptor(), loader)
                    : Class.forName(type.getClassName(), false, loader);
        }
        return value instanceof Handle handle ? handle(lookup, loader, handle) : value;
    }

    private static MethodHandle handle(MethodHandles.Lookup lookup, ClassLoader loader, Handle handle)
            throws ReflectiveOperationException {
        Class<?> owner = Class.forName(Type.getObjectType(handle.getOwner()).getClassName(), false, loader);
        MethodType type = MethodType.fromMethodDescriptorString(handle.getDesc(), loader);
        switch (handle.getTag()) {
            case Opcodes.H_INVOKESTATIC:
                return lookup.findStatic(owner, handle.getName(), type);
            case Opcodes.H_NEWINVOKESPECIAL:
                return lookup.findConstructor(owner, type);
            case Opcodes.H_INVOKESPECIAL:
                return lookup.findSpecial(owner, handle.getName(), type, lookup.lookupClass());
            default:
                return lookup.findVirtual(owner, handle.getName(), type);
        }
    }

    private List<Site> sitesOf(Class<?> host) {
        return sites.computeIfAbsent(host, this::read);
    }

    private List<Site> read(Class<?> host) {
        List<Site> found = new ArrayList<>();
        try {
            byte[] bytes = LoaderShell.isOfProgram(host.getClassLoader()) ? classFiles.of(host) : resource(host);
            if (bytes != null) {
                new ClassReader(bytes).accept(new SiteCollector(found),
                        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        } catch (IOException | IllegalArgumentException e) {
            // A class file that cannot be read has no sites that we know of.
            found.clear();
        }
        return found;
    }

    private static byte[] resource(Class<?> host) throws IOException {
        String file = host.getName().replace('.', '/') + ".class";
        try (InputStream bytes = host.getModule().isNamed()
                ? host.getModule().getResourceAsStream(file)
                : host.getClassLoader().getResourceAsStream(file)) {
            return bytes == null ? null : bytes.readAllBytes();
        }
    }

    private static final class SiteCollector extends ClassVisitor {
        private final List<Site> found;

        private SiteCollector(List<Site> found) {
            super(Opcodes.ASM9);
            this.found = found;
        }

        @Override
        public MethodVisitor visitMethod(int access, String method, String descriptor, String signature,
                String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
                    if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                        found.add(new Site(name, type, bootstrap, arguments));
                    }
                }
            };
        }
    }
}
