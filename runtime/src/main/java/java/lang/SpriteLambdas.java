package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The bootstrap method of lambda and method-reference sites in instrumented classes. */
public final class SpriteLambdas {
    private SpriteLambdas() {}

    /** Links a site whose arguments are those of {@code LambdaMetafactory.metafactory} or {@code altMetafactory}. */
    public static CallSite link(MethodHandles.Lookup host, String name, MethodType factory, Object... arguments)
            throws Throwable {
        return SpriteRuntime.agent().link(host, name, factory, arguments);
    }
}
