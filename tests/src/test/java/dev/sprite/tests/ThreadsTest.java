package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.agent.migration.MigrationStep;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.RandomMoves;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Grouped;
import dev.sprite.tests.programs.Handing;
import dev.sprite.tests.programs.Pools;
import dev.sprite.tests.programs.Resting;
import dev.sprite.tests.programs.Virtual;
import dev.sprite.tests.programs.Waiting;
import dev.sprite.tests.programs.WithoutMain;
import dev.sprite.tests.programs.Workers;
import dev.sprite.tests.programs.stress.Stress;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.MigrationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All threads of a program move, each from where it is. */
class ThreadsTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    private static final long SEED = Long.getLong("sprite.test.seed", new Random().nextInt(1_000_000));

    @TempDir
    Path folder;

    @Test
    void workers() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Workers.class, gate.toString()))) {
            awaitAtGate(program);
            assertEquals(5, HOSTS.move(program, HOSTS.there()).figure("threads"));
            HOSTS.move(program, HOSTS.here());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\nthe same threads\nthe end\n", ""), program.result());
        }
    }

    @ParameterizedTest
    @CsvSource({"returns, 0", "throws, 1"})
    void mainHasEnded(String how, int status) {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(WithoutMain.class, gate.toString(), how))) {
            awaitAtGate(program);
            assertEquals(1, HOSTS.move(program, HOSTS.there()).figure("threads"));
            Gates.open(gate);
            assertEquals(new Result(status, "at the gate\na new id\nmain has ended\n", ""), program.result());
        }
    }

    /** Each kind of wait goes on at the target, and ends there as it would have. */
    @Test
    void waiting() {
        waiting("PLATFORM");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void waitingVirtual() {
        waiting("VIRTUAL");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void virtual() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Virtual.class, gate.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            HOSTS.move(program, HOSTS.here());
            Gates.open(gate);
            String end = "failing java.lang.IllegalStateException: as it must\ndone\n";
            assertEquals(new Result(0, "at the gate\n" + end, ""), program.result());
        }
    }

    private void waiting(String kind) {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Waiting.class, gate.toString(), kind))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            HOSTS.move(program, HOSTS.here());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\ndone\n", ""), program.result());
        }
    }

    /** Compiled here, since these methods are newer than what the tests are compiled for. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void waitsOfADuration() throws IOException {
        Path source = Files.writeString(folder.resolve("Naps.java"), """
                public class Naps {
                    public static void main(String[] args) throws Exception {
                        Thread nap = new Thread(() -> {
                            try {
                                Thread.sleep(java.time.Duration.ofDays(1));
                            } catch (InterruptedException e) {
                                System.out.println("interrupted");
                            }
                        });
                        nap.start();
                        System.out.println(nap.join(java.time.Duration.ofMillis(20)) + " at the gate");
                        new Thread(() -> {
                            while (!new java.io.File(args[0]).exists()) {
                                Thread.onSpinWait();
                            }
                            nap.interrupt();
                        }).start();
                        System.out.println(nap.join(java.time.Duration.ofDays(1)));
                    }
                }
                """);
        ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), source.toString());
        Path gate = folder.resolve("gate");
        JavaProgram naps = new JavaProgram(List.of("-cp", folder.toString(), "Naps", gate.toString()));
        try (RunningProgram program = HOSTS.start(naps)) {
            program.stdout().awaitLine("at the gate");
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            assertEquals(new Result(0, "false at the gate\ninterrupted\ntrue\n", ""), program.result());
        }
    }

    @Test
    void groups() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Grouped.class, gate.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            String end = "c of inner in outer: java.lang.IllegalStateException: at the end\n0 0 0\n";
            assertEquals(new Result(0, "at the gate\nthe same groups\n" + end, ""), program.result());
        }
    }

    /** Parked threads are recorded before a freeze and started after it. None of those who deal with them can tell. */
    @Test
    void resting() throws IOException {
        Path gate = folder.resolve("gate");
        Path fault = folder.resolve("fault");
        JavaProgram resting =
                JavaProgram.of(Resting.class, gate.toString()).environment("SPRITE_FAULT", fault.toString());
        try (RunningProgram program = HOSTS.start(resting)) {
            awaitAtGate(program);
            Files.writeString(fault, MigrationStep.RESTORED.name());
            List<String> steps = new ArrayList<>();
            Path socket = HOSTS.here().run().resolve(Long.toString(program.pid())).resolve("control.sock");
            ControlRequest there = ControlRequest.migrate(HOSTS.there().address(), null, 30, false);
            assertThrows(ControlException.class,
                    () -> ControlClient.call(socket, there, MigrationReport.class, steps::add));
            Files.delete(fault);
            String recorded = steps.stream().filter(step -> step.endsWith("recorded")).findAny().orElseThrow();
            assertTrue(Integer.parseInt(recorded.split(" ")[0]) >= Resting.CROWD, recorded);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\ndone\n", ""), program.result());
        }
    }

    /** What is under way in pools, queues, locks and timers goes on as it would have. */
    @Test
    void pools() {
        Path gate = folder.resolve("gate");
        Path opened = folder.resolve("opened");
        Gates.open(opened);
        Result unmoved = JavaProgram.of(Pools.class, opened.toString()).run();
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Pools.class, gate.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            assertEquals(unmoved, program.result());
        }
    }

    /** Whatever the threads are doing to each other at the moment, nothing is lost or doubled. */
    @Test
    @Tag("slow")
    void handing() {
        assertUnharmed(3, Duration.ofMillis(500), Handing.class, "2");
    }

    @Test
    void everyPrimitive() {
        assertUnharmed(2, Duration.ofSeconds(2), Stress.class, "1");
    }

    @Test
    @Tag("slow")
    @EnabledForJreRange(min = JRE.JAVA_25)
    void everyPrimitiveVirtual() {
        assertUnharmed(3, Duration.ofSeconds(2), Stress.class, "1", "VIRTUAL");
    }

    @Test
    @Tag("slow")
    void everyPrimitiveManyTimes() {
        assertUnharmed(200, Duration.ofMinutes(2), Stress.class, "200");
    }

    @Test
    @Tag("slow")
    @EnabledForJreRange(min = JRE.JAVA_25)
    void everyPrimitiveVirtualManyTimes() {
        assertUnharmed(200, Duration.ofMinutes(2), Stress.class, "200", "VIRTUAL");
    }

    private void assertUnharmed(int times, Duration spread, Class<?> main, String size, String... kind) {
        Path end = folder.resolve("end");
        JavaProgram stress = JavaProgram.of(main, Stream.concat(Stream.of(size, end.toString()), Stream.of(kind))
                .toArray(String[]::new));
        try (RunningProgram program = HOSTS.startOptimised(stress)) {
            awaitAtGate(program);
            List<RandomMoves.Move> moves = new RandomMoves(HOSTS.both(), SEED, times, spread).drive(program);
            String story = "-Dsprite.test.seed=" + SEED + ": " + moves;
            assertTrue(moves.size() == times && moves.get(times - 1).migration().migrated(), story);
            Gates.open(end);
            assertEquals(new Result(0, "at the gate\nall right\n", ""), program.result(), story);
        }
    }
}
