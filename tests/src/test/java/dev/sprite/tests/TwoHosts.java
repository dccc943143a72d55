package dev.sprite.tests;

import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Migration;
import dev.sprite.tests.harness.RunningProgram;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Two hosts that know each other and serve all the tests of a class: programs are started at {@link #here} and moved
 * {@link #there}.
 */
final class TwoHosts implements BeforeAllCallback, AfterAllCallback {
    private Hosts hosts;

    @Override
    public void beforeAll(ExtensionContext context) {
        hosts = new Hosts(Jdk.running(), "here");
        hosts.add("there", "--join", here().address());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (hosts != null) {
            hosts.close();
        }
    }

    Hosts both() {
        return hosts;
    }

    Host here() {
        return hosts.get("here");
    }

    Host there() {
        return hosts.get("there");
    }

    /** Starts {@code program} here, under the agent. */
    RunningProgram start(JavaProgram program) {
        return here().home(program.unoptimised()).start();
    }

    /** The same for a program with much to do. */
    RunningProgram startOptimised(JavaProgram program) {
        return here().home(program).start();
    }

    /** Waits until {@code program} is on the list of those that can be moved. */
    void awaitReachable(RunningProgram program) {
        hosts.awaitReachable(program);
    }

    /** Moves {@code program} to {@code host}, which must succeed. */
    Migration move(RunningProgram program, Host host) {
        return hosts.migrate(program, host).orFail();
    }
}
