package dev.sprite.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sprite demo}. */
@Command(
        name = "demo",
        description = "Starts two hosts on loopback and a sample program that moves there and back while it prints.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new Demo(spec.commandLine().getErr(), DaemonCommand.spriteJar()).run();
    }
}
