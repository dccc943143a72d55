package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Ending;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that returns to a host finds a JVM that has been started for it. */
class SpareTargetTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void isTakenByTheProgramThatReturnsAndEndsWithItsDaemon() {
        Path gate = folder.resolve("gate");
        try (Hosts hosts = new Hosts(Jdk.running(), "here", "there")) {
            Host here = hosts.get("here");
            Host there = hosts.get("there");
            JavaProgram ending = here.home(JavaProgram.of(Ending.class, gate.toString(), "exit").unoptimised());
            try (RunningProgram program = ending.start()) {
                Gates.awaitAtGate(program);
                hosts.migrate(program, there).orFail();
                long first = there.daemon().youngest();
                long spareHere = here.daemon().awaitYounger(here.daemon().pid());
                hosts.migrate(program, here).orFail();
                assertEquals(spareHere, here.daemon().youngest(), "a second JVM was started");
                long spareThere = there.daemon().awaitYounger(first);
                there.daemon().kill();
                ProcessHandle.of(spareThere).ifPresent(spare -> spare.onExit().join());
                Gates.open(gate);
                assertEquals(new Result(7, "begin\nat the gate\nend\n", ""), program.result());
            }
        }
    }
}
