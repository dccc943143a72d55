package dev.sprite.agent.rehearsal;

import dev.sprite.agent.Agent;
import dev.sprite.agent.Log;
import dev.sprite.agent.Unwinder;
import dev.sprite.capture.Rehearsal;
import dev.sprite.capture.Resumer;
import dev.sprite.capture.StackSizes;
import dev.sprite.cluster.MainStack;
import dev.sprite.instrumentation.RuntimeSwitches;
import dev.sprite.restore.Resumption;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

/** Runs a program under {@code rehearse=N}: the capture and resume code of a migration, in one JVM. */
public final class Rehearser implements Unwinder, Resumer {
    private final Resumption resumption;
    private final Rehearsal rehearsal;

    public Rehearser(Agent agent) {
        RuntimeSwitches switches = new RuntimeSwitches(agent.instrumentation());
        agent.resumes().anticipate(agent.sites());
        resumption = new Resumption(agent.instrumentation(), agent.resumes(), agent.sites(), switches);
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        StackSizes stacks =
                new StackSizes(agent.mainThread(), MainStack.bytes(options), MainStack.bytesOfOthers(options));
        rehearsal = new Rehearsal(
                agent.options().rehearse(), agent.options().seed(), agent.sites(), stacks, this, agent::instrumentLoaded);
        agent.instrumentLoadedJdkClasses();
        agent.letThreadsUnwind();
        agent.keepTraces();
        switches.armPolls(true);
        Runtime.getRuntime().addShutdownHook(new Thread(this::report, "sprite-rehearsal"));
    }

    @Override
    public Set<Class<?>> wanting(SpriteFrames frames) {
        return resumption.wanting(List.of(frames));
    }

    @Override
    public Class<?> install(SpriteFrames frames, boolean isAlone) {
        return resumption.install(List.of(frames), isAlone);
    }

    @Override
    public void begin(Thread thread, SpriteFrames frames) {
        resumption.begin(thread, frames);
    }

    private void report() {
        rehearsal.pinned(10).forEach(Log::info);
        System.err.println("sprite: " + rehearsal.summary());
    }

    @Override
    public SpriteUnwind safePoint() {
        return rehearsal.safePoint();
    }

    @Override
    public void unwound(SpriteUnwind frames) {
        rehearsal.unwound(frames);
    }

    @Override
    public SpriteRest rest() {
        return null; // nobody wants it
    }

    @Override
    public void resumed() {}
}
