package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.ProtectionDomain;
import jdk.internal.access.JavaLangAccess;

/** Where lambdas of instrumented classes, and the hidden classes that stand for them, pass through our hands. */
public final class SpriteLambdas {
    /** HIDDEN_CLASS of {@code java.lang.invoke.MethodHandleNatives.Constants}. */
    private static final int HIDDEN = 2;

    private static volatile boolean reached;

    private SpriteLambdas() {}

    /** Whether the JDK's definer of classes comes by here. */
    public static boolean reached() {
        return reached;
    }

    /**
     * The bootstrap method of lambda and method-reference sites.
     *
     * @param arguments the site's number in its class and its bootstrap method's name, then that one's arguments
     */
    public static CallSite link(MethodHandles.Lookup host, String name, MethodType factory, Object... arguments)
            throws Throwable {
        return SpriteRuntime.agent().link(host, name, factory, arguments);
    }

    /** Called by the JDK's definer of classes in place of {@code JavaLangAccess.defineClass}. */
    public static Class<?> define(JavaLangAccess access, ClassLoader loader, Class<?> host, String name, byte[] bytes,
            ProtectionDomain domain, boolean initialize, int flags, Object classData) {
        reached = true;
        SpriteAgent agent = SpriteRuntime.agent();
        byte[] instrumented = (flags & HIDDEN) != 0 && agent != null ? agent.hiddenClass(host, bytes) : null;
        if (instrumented == null) {
            return access.defineClass(loader, host, name, bytes, domain, initialize, flags, classData);
        }
        Class<?> defined = access.defineClass(loader, host, name, instrumented, domain, initialize, flags, classData);
        agent.hiddenClassDefined(defined);
        return defined;
    }
}
