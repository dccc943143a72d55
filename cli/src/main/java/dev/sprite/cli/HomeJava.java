package dev.sprite.cli;

import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.MigrationReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A Java program that is to run on another host: started here, under the agent, and moved as soon as it can be. So this
 * host is its home: its files, its terminal and its status are what they would be without.
 */
final class HomeJava {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN_AT_LEAST = Duration.ofMinutes(1);

    private final Local local;
    private final List<String> command;
    private final Consumer<String> say;

    /** Where it is to go, by the address of the daemon there; asked again after a failure. */
    interface Choice {
        ControlRequest next() throws ControlException;
    }

    /** @param say told what a user who asks for it is to know */
    HomeJava(Local local, List<String> command, Consumer<String> say) {
        this.local = local;
        this.command = command;
        this.say = say;
    }

    /** Returns its exit status, 128+N if signal N has ended it. */
    int run(Choice choice) throws IOException, InterruptedException, ControlException {
        ControlRequest first = choice.next();
        Process process = new ProcessBuilder(command).inheritIO().start();
        // what is typed at the terminal reaches both of us
        ForwardedSignals.to(number -> { }, "INT");
        ForwardedSignals.to(number -> signal(process, number), "TERM", "HUP");
        move(process, first, choice);
        return process.waitFor();
    }

    private static void signal(Process process, int number) throws IOException {
        new ProcessBuilder("/bin/sh", "-c", "kill -" + number + ' ' + process.pid()).start();
    }

    private void move(Process process, ControlRequest first, Choice choice) throws InterruptedException {
        Duration pause = ASK_AGAIN;
        ControlRequest request = first;
        while (process.isAlive()) {
            try {
                request = request == null ? choice.next() : request;
                MigrationReport report =
                        local.process(process.pid(), request, MigrationReport.class, progress -> { });
                say.accept("process " + process.pid() + " runs on " + report.to());
                return;
            } catch (ControlException e) {
                if (process.waitFor(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                say.accept("process " + process.pid() + " runs here: " + e.getMessage());
                request = null;
                pause = pause.multipliedBy(2).compareTo(ASK_AGAIN_AT_LEAST) < 0
                        ? pause.multipliedBy(2)
                        : ASK_AGAIN_AT_LEAST;
            }
        }
    }
}
