package dev.sprite.agent.migration;

import dev.sprite.agent.Agent;
import dev.sprite.agent.Mover;
import dev.sprite.capture.Freezer;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlHandler;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.ControlServer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** The agent of a program that is asked about or is to move: answers commands, stops and resumes threads. */
public final class ProcessMover implements Mover, ControlHandler {
    private final Agent agent;
    private final Program program;
    private final Freezer freezer;

    public ProcessMover(Agent agent) {
        this.agent = agent;
        program = new Program(agent);
        freezer = new Freezer(program.switches(), program.sites(), program.mainThread(), Program::isOurs);
    }

    @Override
    public void serve(SocketChannel connection) {
        DaemonThreads.start("sprite-control-call", () -> ControlServer.serve(connection, this));
    }

    @Override
    public Object handle(ControlRequest request, Consumer<String> progress) throws ControlException {
        throw new ControlException(ControlException.USAGE, "unknown request '" + request.op() + "'");
    }

    @Override
    public void awaitImage() throws InterruptedException {}

    @Override
    public SpriteUnwind safePoint() {
        return freezer.safePoint();
    }

    @Override
    public void unwound(SpriteUnwind frames) {
        freezer.unwound(frames);
    }

    @Override
    public void resumed(Thread thread) {}

    @Override
    public void ending(int status) {}
}
