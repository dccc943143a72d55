package dev.sprite.agent;

import dev.sprite.instrumentation.Instrumented;
import dev.sprite.instrumentation.SiteRegistry;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Links the lambda sites of the program's classes as {@link LambdaMetafactory} does, and remembers which site each
 * class behind a lambda stands for. A site that is linked again, because its class was redefined or because the lambda
 * came with an image, yields the same class and, where nothing is captured, the same object.
 */
public final class LambdaLinker {
    private final SiteRegistry sites;
    private final Instrumentation instrumentation;
    private final Map<Class<?>, Map<Integer, CallSite>> linked = new WeakHashMap<>();
    private final Map<Class<?>, Site> siteOf = new WeakHashMap<>();
    private final ThreadLocal<Site> linking = new ThreadLocal<>();
    /** Set while the thread instruments a class: the instrumenter's own lambdas of the JDK are left alone. */
    private final ThreadLocal<Site> instrumenting = new ThreadLocal<>();
    private final ThreadLocal<byte[]> siteTable = new ThreadLocal<>();

    /**
     * A lambda site.
     *
     * @param host the class whose code it is in
     * @param number counted in the host's class file
     */
    public record Site(Class<?> host, int number) {}

    LambdaLinker(SiteRegistry sites, Instrumentation instrumentation) {
        this.sites = sites;
        this.instrumentation = instrumentation;
    }

    /** {@link SpriteLambdas#link}. */
    CallSite link(MethodHandles.Lookup host, String name, MethodType factory, Object[] arguments) throws Throwable {
        Object[] original = java.util.Arrays.copyOfRange(arguments, 2, arguments.length);
        return link(host, (Integer) arguments[0], name, factory, (String) arguments[1], original);
    }

    /**
     * Links a site, or finds how it is linked.
     *
     * @param host with full access to the host class
     * @param bootstrap name of the method of {@link LambdaMetafactory} that is to link it
     */
    public CallSite link(MethodHandles.Lookup host, int number, String name, MethodType factory, String bootstrap,
            Object[] arguments) throws Throwable {
        Site site = new Site(host.lookupClass(), number);
        synchronized (linked) {
            redirectDefiner();
            CallSite known = linked.computeIfAbsent(site.host, h -> new HashMap<>()).get(number);
            if (known != null && known.type().equals(factory)) {
                return known;
            }
        }
        Site outer = linking.get();
        linking.set(site);
        CallSite made;
        try {
            made = bootstrap.equals("altMetafactory")
                    ? LambdaMetafactory.altMetafactory(host, name, factory, arguments)
                    : LambdaMetafactory.metafactory(host, name, factory, (MethodType) arguments[0],
                            (MethodHandle) arguments[1], (MethodType) arguments[2]);
        } finally {
            linking.set(outer);
        }
        synchronized (linked) {
            CallSite first = linked.get(site.host).putIfAbsent(number, made);
            return first == null ? made : first;
        }
    }

    /**
     * The JDK's definer of classes is in use long before us; it is altered when the first lambda is linked, or a later
     * one: while a thread is in a transformer, the JVM shows it no other class.
     */
    private void redirectDefiner() throws UnmodifiableClassException, ClassNotFoundException {
        if (!SpriteLambdas.reached()) {
            instrumentation.retransformClasses(Class.forName(ClassDefinerPatch.CLASS.replace('/', '.'), false, null));
        }
    }

    /** Whether the calling thread is linking a lambda of {@code host}. */
    boolean links(Class<?> host) {
        Site site = linking.get();
        return site != null && site.host == host;
    }

    /** {@link SpriteAgent#hiddenClass}: only the classes behind lambdas are instrumented. */
    byte[] hiddenClass(Class<?> host, byte[] bytes) {
        Site site = linking.get();
        if (site == null || site.host != host || instrumenting.get() != null) {
            return null;
        }
        instrumenting.set(site);
        try {
            Instrumented result = Transformer.instrumenterOf(host).instrumentOnce(bytes);
            if (result == null) {
                return null;
            }
            siteTable.set(result.sites());
            return result.classFile();
        } catch (RuntimeException e) {
            Log.info("a lambda of " + host.getName() + " is left as it is: " + e);
            return null;
        } finally {
            instrumenting.remove();
        }
    }

    /** {@link SpriteAgent#hiddenClassDefined}. */
    void hiddenClassDefined(Class<?> defined) {
        sites.register(defined.getClassLoader(), defined.getName().replace('.', '/'), siteTable.get(), false);
        siteTable.remove();
        synchronized (linked) {
            siteOf.put(defined, linking.get());
        }
    }

    /** The site that a class behind a lambda stands for; null if it is none of those linked here. */
    public Site siteOf(Class<?> lambdaClass) {
        synchronized (linked) {
            return siteOf.get(lambdaClass);
        }
    }

    /** From now on the site of {@code lambda}, which captures nothing, yields that very object. */
    public void adopt(Object lambda) {
        synchronized (linked) {
            Site site = siteOf.get(lambda.getClass());
            CallSite known = site == null ? null : linked.get(site.host).get(site.number);
            if (known != null && known.type().parameterCount() == 0) {
                MethodHandle constant = MethodHandles.constant(known.type().returnType(), lambda);
                linked.get(site.host).put(site.number, new ConstantCallSite(constant));
            }
        }
    }
}
