package dev.sprite.agent;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/** What happens before the program's {@code main}: part of every start, so every class it touches is paid for. */
public final class AgentStart implements BiConsumer<String, Instrumentation> {
    private static final int USAGE = 2;

    public AgentStart() {}

    @Override
    public void accept(String text, Instrumentation instrumentation) {
        Options options;
        try {
            options = Options.parse(text);
        } catch (IllegalArgumentException e) {
            Log.error(e.getMessage());
            System.exit(USAGE);
            return;
        }
        Log.threshold(options.log());
        RuntimeClasses.define();
        Agent agent = Agent.attach(options, instrumentation);
        Transformer transformer = new Transformer(agent, CacheFolder.folder());
        instrumentation.addTransformer(transformer, true);
        if (options.rehearse() > 0) {
            agent.rehearse();
        }
        if (options.target() == null) {
            agent.listen(null);
        }
    }
}
