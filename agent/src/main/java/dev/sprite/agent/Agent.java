package dev.sprite.agent;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Answers the runtime. */
final class Agent implements SpriteAgent {
    private Agent() {}

    /** To be called once, when the runtime is in java.base. */
    static void attach() {
        SpriteRuntime.attach(new Agent());
    }

    @Override
    public SpriteUnwind safePoint() {
        return null;
    }

    @Override
    public void mainStarting() {}

    @Override
    public void unwound(SpriteUnwind frames) {}

    @Override
    public void mainEnded(Throwable uncaught) {}

    @Override
    public void resumed(Thread thread) {}

    @Override
    public CallSite link(MethodHandles.Lookup host, String name, MethodType factory, Object[] arguments)
            throws Throwable {
        MethodHandle implementation = (MethodHandle) arguments[1];
        return LambdaMetafactory.metafactory(
                host, name, factory, (MethodType) arguments[0], implementation, (MethodType) arguments[2]);
    }
}
