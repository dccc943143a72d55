package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.agent.migration.MigrationStep;
import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Migration;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The target JVM is killed at every step of the protocol. Home's decision is what divides the outcomes. */
class LostTargetTest {
    private static final int LOST = 137;

    private static Hosts hosts;

    @TempDir
    Path folder;

    @BeforeAll
    static void startHosts() {
        hosts = new Hosts(Jdk.running(), "here", "there");
    }

    @AfterAll
    static void stopHosts() {
        hosts.close();
    }

    @ParameterizedTest
    @EnumSource
    void targetIsKilledAt(MigrationStep step) throws IOException {
        targetIsKilledAt(step, List.of(), hosts.get("there"));
    }

    /** The source is a foreign process, and the target a JVM on the home host: before, at and after the decision. */
    @ParameterizedTest
    @EnumSource(names = {"IMAGE_BEGUN", "READY", "RUNNING"})
    void targetOfTheReturnIsKilledAt(MigrationStep step) throws IOException {
        targetIsKilledAt(step, List.of(hosts.get("there")), hosts.home());
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void targetOfTheReturnIsKilledAtEach(MigrationStep step) throws IOException {
        targetIsKilledAt(step, List.of(hosts.get("there")), hosts.home());
    }

    private void targetIsKilledAt(MigrationStep step, List<Host> before, Host target) throws IOException {
        Path gate = folder.resolve("gate");
        Path fault = folder.resolve("fault");
        JavaProgram ending = hosts.home().home(JavaProgram.of(Ending.class, gate.toString(), "exit"))
                .environment("SPRITE_FAULT", fault.toString());
        try (RunningProgram program = ending.start()) {
            Gates.awaitAtGate(program);
            before.forEach(host -> hosts.migrate(program, host).orFail());
            Files.writeString(fault, step.name());
            Migration migration = hosts.migrate(program, target);
            Files.delete(fault);
            if (step.isBeforeDecision()) {
                assertFalse(migration.migrated(), migration.toString());
                hosts.migrate(program, target).orFail();
            }
            Gates.open(gate);
            Result result = program.result();
            if (step.isBeforeDecision() || !step.isAfterDecision() && result.status() != LOST) {
                assertEquals(new Result(7, "begin\nat the gate\nend\n", ""), result);
            } else {
                assertEquals(LOST, result.status(), result.toString());
                assertEquals("begin\nat the gate\n", result.stdout());
                assertTrue(result.stderr().startsWith("sprite: lost at " + target.name() + ": "), result.stderr());
            }
        }
    }
}
