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
import dev.sprite.tests.programs.Filing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The target JVM is killed at every step of the protocol. Home's decision is what divides the outcomes. */
class LostTargetTest {
    private static final int LOST = 137;
    private static final Result WHOLE = new Result(7, "begin\nat the gate\nend\n", "");

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

    /** One program loses target after target, and moves when it is left one. */
    @Test
    void targetsAreKilledBeforeTheDecision() throws IOException {
        survives(List.of(), hosts.get("there"));
    }

    /** The source is a foreign process, and the targets are JVMs on the home host. */
    @Tag("slow")
    @Test
    void targetsOfTheReturnAreKilledBeforeTheDecision() throws IOException {
        survives(List.of(hosts.get("there")), hosts.home());
    }

    @ParameterizedTest
    @EnumSource(names = {"READY", "COMMITTED", "RUNNING"})
    void targetIsKilledAt(MigrationStep step) throws IOException {
        losesAt(step, List.of(), hosts.get("there"));
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = {"READY", "COMMITTED", "RUNNING"})
    void targetOfTheReturnIsKilledAt(MigrationStep step) throws IOException {
        losesAt(step, List.of(hosts.get("there")), hosts.home());
    }

    /** Nothing of a program is left on a host that it was on for a while. */
    @Tag("slow")
    @Test
    void aHostIsKilledThatTheProgramHasLeft() throws IOException {
        Path gate = folder.resolve("gate");
        try (Host frail = hosts.add("frail");
                Host other = hosts.add("other");
                RunningProgram program = hosts.home().home(filing(gate, "moved").unoptimised()).start()) {
            Gates.awaitAtGate(program);
            hosts.migrate(program, frail).orFail();
            hosts.migrate(program, other).orFail();
            frail.kill();
            hosts.migrate(program, hosts.home()).orFail();
            Gates.open(gate);
            assertEquals(filing(gate, "plain").run(), program.result());
        }
    }

    private JavaProgram filing(Path gate, String data) throws IOException {
        String place = Files.createDirectory(folder.resolve(data)).toString();
        return JavaProgram.of(Filing.class, gate.toString(), place, "read", "write", "shared", "unlinked");
    }

    private void survives(List<Host> before, Host target) throws IOException {
        try (RunningProgram program = start()) {
            before.forEach(host -> hosts.migrate(program, host).orFail());
            for (MigrationStep step : MigrationStep.values()) {
                if (step.isBeforeDecision()) {
                    Migration migration = migrate(program, target, step);
                    assertFalse(migration.migrated(), step + ": " + migration);
                }
            }
            hosts.migrate(program, target).orFail();
            Gates.open(folder.resolve("gate"));
            assertEquals(WHOLE, program.result());
        }
    }

    private void losesAt(MigrationStep step, List<Host> before, Host target) throws IOException {
        try (RunningProgram program = start()) {
            before.forEach(host -> hosts.migrate(program, host).orFail());
            migrate(program, target, step);
            Gates.open(folder.resolve("gate"));
            Result result = program.result();
            if (step.isAfterDecision() || result.status() == LOST) {
                assertEquals(LOST, result.status(), result.toString());
                assertEquals("begin\nat the gate\n", result.stdout());
                assertTrue(result.stderr().startsWith("sprite: lost at " + target.name() + ": "), result.stderr());
            } else {
                assertEquals(WHOLE, result);
            }
        }
    }

    private RunningProgram start() {
        JavaProgram ending =
                hosts.home().home(JavaProgram.of(Ending.class, folder.resolve("gate").toString(), "exit"));
        RunningProgram program = ending.environment("SPRITE_FAULT", folder.resolve("fault").toString())
                .unoptimised()
                .start();
        Gates.awaitAtGate(program);
        return program;
    }

    private Migration migrate(RunningProgram program, Host target, MigrationStep fault) throws IOException {
        Path file = Files.writeString(folder.resolve("fault"), fault.name());
        Migration migration = hosts.migrate(program, target);
        Files.delete(file);
        return migration;
    }
}
