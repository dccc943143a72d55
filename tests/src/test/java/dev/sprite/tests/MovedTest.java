package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.samples.kernels.Kernels;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.RandomMoves;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Comparing;
import dev.sprite.tests.programs.Constructing;
import dev.sprite.tests.programs.Frames;
import dev.sprite.tests.programs.RichHeap;
import dev.sprite.tests.programs.Self;
import dev.sprite.tests.programs.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program that is moved does what it does when it is not. */
class MovedTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    private static final long SEED = Long.getLong("sprite.test.seed", new Random().nextInt(1_000_000));

    @TempDir
    Path folder;

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("dev.sprite.tests.ProgramArguments#longSamples")
    void samplesAtRandomMoments(List<String> command) {
        long begin = System.nanoTime();
        Result expected = ProgramArguments.program(command).in(folder).run();
        Duration wall = Duration.ofNanos(System.nanoTime() - begin);
        try (RunningProgram program = HOSTS.startOptimised(ProgramArguments.program(command).in(folder))) {
            program.endInput();
            List<RandomMoves.Move> moves = new RandomMoves(HOSTS.both(), SEED, 2, wall.dividedBy(3)).drive(program);
            String story = "-Dsprite.test.seed=" + SEED + ": " + moves;
            assertTrue(moves.get(0).migration().migrated(), story);
            assertEquals(expected, program.result(), story);
        }
    }

    @Test
    void aKernelAtRandomMoments() {
        moveAtRandomMoments("strings");
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("dev.sprite.tests.ProgramArguments#kernels")
    void allKernelsAtRandomMoments(String kernel) {
        moveAtRandomMoments(kernel);
    }

    private void moveAtRandomMoments(String kernel) {
        Path end = folder.resolve("end");
        JavaProgram endless = JavaProgram.of(Kernels.class, kernel, "--until", end.toString());
        String story = "-Dsprite.test.seed=" + SEED + ": ";
        try (RunningProgram program = HOSTS.startOptimised(endless)) {
            program.stdout().awaitLine("running");
            List<RandomMoves.Move> moves =
                    new RandomMoves(HOSTS.both(), SEED, 2, Duration.ofMillis(500)).drive(program);
            story += moves;
            assertTrue(moves.size() == 2 && moves.get(1).migration().migrated(), story);
            Gates.open(end);
            assertEquals(JavaProgram.of(Kernels.class, kernel, "--until", end.toString()).run(), program.result(), story);
        }
    }

    @Test
    void severalHops() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Frames.class, gate.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            HOSTS.move(program, HOSTS.here());
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            assertEquals(JavaProgram.of(Frames.class, gate.toString()).run(), program.result());
        }
    }

    /** Resume code is made for frames that are seen, among them those of methods by which a frame is found again. */
    @Test
    void outOfWhatResumeCodeItselfCalls() {
        Path end = folder.resolve("end");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Comparing.class, end.toString()))) {
            program.stdout().awaitLine("comparing");
            HOSTS.move(program, HOSTS.there());
            Gates.open(end);
            assertEquals(new Result(0, "comparing\nalways equal\n", ""), program.result());
        }
    }

    @Test
    void everyObjectOfARichHeap() {
        Path gate = folder.resolve("gate");
        JavaProgram program = JavaProgram.of(RichHeap.class, gate.toString()).with(RichHeap.JVM_OPTIONS);
        try (RunningProgram running = HOSTS.start(program)) {
            awaitAtGate(running);
            HOSTS.move(running, HOSTS.there());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\nthe same\n", ""), running.result());
        }
    }

    @Test
    void inTheMidstOfConstructors() {
        String[] gates = {"outer", "early", "late", "inner"};
        String[] paths = Stream.of(gates).map(gate -> folder.resolve(gate).toString()).toArray(String[]::new);
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Constructing.class, paths))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(folder.resolve("early"));
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.here());
            Gates.open(folder.resolve("outer"));
            awaitAtGate(program);
            Gates.open(folder.resolve("late"));
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(folder.resolve("inner"));
            assertEquals(JavaProgram.of(Constructing.class, paths).run(), program.result());
        }
    }

    @Test
    void itselfAndItsSurroundings() {
        Path gate = folder.resolve("gate");
        JavaProgram self = JavaProgram.of(Self.class, gate.toString()).in(folder).with("-Dgiven.to.it=property");
        try (RunningProgram program = HOSTS.start(self)) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\nthe same\n", ""), program.result());
        }
    }

    /** What the JDK keeps for a program, and only once in a JVM. */
    @Test
    void whatItHasSetForAllOfItsJvm() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Settings.class, gate.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\nlooked at 14\n", ""), program.result());
        }
    }
}
