package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.RandomMoves;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Handing;
import dev.sprite.tests.programs.Waiting;
import dev.sprite.tests.programs.WithoutMain;
import dev.sprite.tests.programs.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
            HOSTS.move(program, HOSTS.there());
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
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Waiting.class, gate.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            HOSTS.move(program, HOSTS.here());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\ndone\n", ""), program.result());
        }
    }

    /** Whatever the threads are doing to each other at the moment, nothing is lost or doubled. */
    @Test
    void handing() {
        Path end = folder.resolve("end");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Handing.class, "2", end.toString()))) {
            awaitAtGate(program);
            List<RandomMoves.Move> moves =
                    new RandomMoves(HOSTS.both(), SEED, 3, Duration.ofMillis(500)).drive(program);
            String story = "-Dsprite.test.seed=" + SEED + ": " + moves;
            assertTrue(moves.size() == 3 && moves.get(2).migration().migrated(), story);
            Gates.open(end);
            assertEquals(new Result(0, "at the gate\nall right\n", ""), program.result(), story);
        }
    }
}
