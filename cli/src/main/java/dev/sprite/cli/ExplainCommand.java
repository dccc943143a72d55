package dev.sprite.cli;

import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.Explanation;
import dev.sprite.transport.control.Explanation.ThreadState;
import dev.sprite.transport.message.LinkMessage.Blocker;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sprite explain}. */
@Command(
        name = "explain",
        description = "Says what a migration of a process would wait for or refuse right now, thread by thread.")
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    private SpriteCommand sprite;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PID", description = "Its logical pid, as `sprite ps` lists it.")
    private long pid;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ControlException {
        Explanation explanation = new Local(sprite.runDirectory())
                .process(pid, ControlRequest.of(ControlRequest.EXPLAIN), Explanation.class, line -> { });
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Console.json(out, explanation);
            return 0;
        }
        out.println(explanation.movable() ? pid + " can move now" : pid + " cannot move now");
        for (ThreadState thread : explanation.threads()) {
            StringBuilder line = new StringBuilder("  ").append(thread.thread()).append(": ").append(thread.state());
            if (thread.why() != null) {
                line.append(": ").append(thread.why());
            }
            if (thread.frame() != null) {
                line.append(" (").append(thread.frame()).append(')');
            }
            out.println(line);
        }
        for (Blocker blocker : explanation.blockers()) {
            out.println("  refused: " + Blockers.line(blocker));
        }
        return 0;
    }
}
