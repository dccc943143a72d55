package dev.sprite.agent.migration;

import dev.sprite.agent.Agent;
import dev.sprite.agent.Mover;
import dev.sprite.capture.Freezer;
import dev.sprite.transport.DaemonThreads;
import java.nio.channels.SocketChannel;

/** The agent of a program that is asked about or is to move: answers commands, stops and resumes its threads. */
public final class ProcessMover implements Mover {
    private final Freezer freezer;
    private final Residence residence;

    /** Loaded by name, from the agent's core. */
    public ProcessMover(Agent agent) {
        Program program = new Program(agent);
        freezer = new Freezer(program.switches(), program.sites(), program.stacks(), agent::frameShape,
                Program::isOurs);
        residence = agent.options().target() == null
                ? new HomeResidence(agent, program, freezer)
                : new ForeignResidence(agent, program, freezer);
    }

    @Override
    public void serve(SocketChannel connection) {
        DaemonThreads.start("sprite-control-call", () -> residence.serve(connection));
    }

    @Override
    public boolean awaitImage() throws InterruptedException {
        return ((ForeignResidence) residence).takeOver();
    }

    @Override
    public SpriteUnwind safePoint() {
        return freezer.safePoint();
    }

    @Override
    public void unwound(SpriteUnwind frames) {
        freezer.unwound(frames);
    }

    @Override
    public SpriteRest rest() {
        return freezer.rest();
    }

    @Override
    public void resumed() {
        residence.resumed();
    }
}
