package dev.sprite.agent;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/** What happens before the program's {@code main}: part of every start, so every class it touches is paid for. */
public final class AgentStart implements BiConsumer<String, Instrumentation> {
    public AgentStart() {}

    @Override
    public void accept(String text, Instrumentation instrumentation) {
        RuntimeClasses.define();
        Agent.attach();
        instrumentation.addTransformer(new Transformer(), true);
    }
}
