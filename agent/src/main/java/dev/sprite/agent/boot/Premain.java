package dev.sprite.agent.boot;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The agent's entry point. It and its two neighbours are all that a program's class path shows of us: the rest lives in
 * isolated loaders and in java.base.
 */
public final class Premain {
    private Premain() {}

    /** Called by the JVM before the program's {@code main}. */
    @SuppressWarnings("unchecked")
    public static void premain(String options, Instrumentation instrumentation) throws Exception {
        IsolatedLoader core = IsolatedLoader.core();
        Set<Module> to = Set.of(core.getUnnamedModule());
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("jdk.internal.misc", to, "jdk.internal.access", to),
                Map.of(),
                Set.of(),
                Map.of());
        BiConsumer<String, Instrumentation> agent = (BiConsumer<String, Instrumentation>)
                core.loadClass("dev.sprite.agent.AgentStart").getConstructor().newInstance();
        agent.accept(options, instrumentation);
    }
}
