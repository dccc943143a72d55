package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Migration;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Initialising;
import dev.sprite.tests.programs.InitialisingOwn;
import dev.sprite.tests.programs.Starting;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program moves in the midst of its main class's static initialiser. */
class InitialisersTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @Test
    void goesOnAndEnds() {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        JavaProgram initialising = JavaProgram.of(Initialising.class, "argument").with("-Dgates=" + first + ":" + second);
        try (RunningProgram program = HOSTS.start(initialising)) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(first);
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.here());
            Gates.open(second);
            assertEquals(initialising.run(), program.result());
        }
    }

    /** A frame that has started an initialiser is taken up at the instruction that did, whichever that is. */
    @Test
    void goesOnWithinEachOther() {
        Path inmost = folder.resolve("inmost");
        Path half = folder.resolve("half");
        JavaProgram starting = JavaProgram.of(Starting.class).with("-Dinmost=" + inmost, "-Dhalf=" + half);
        try (RunningProgram program = HOSTS.start(starting)) {
            awaitAtGate(program);
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(inmost);
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.here());
            Gates.open(half);
            assertEquals(starting.run(), program.result());
        }
    }

    @Test
    void readsAndFails() {
        JavaProgram initialising = JavaProgram.of(Initialising.class).with("-Dfails=true", "-Dgates=");
        try (RunningProgram program = HOSTS.start(initialising)) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            program.endInput();
            assertEquals(initialising.run(), program.result());
        }
    }

    /** No JVM makes an object of a class ahead of its initialiser. Main has stayed as it was, the other thread has not. */
    @Test
    void staysWithAnObjectOfTheClass() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program =
                HOSTS.start(JavaProgram.of(InitialisingOwn.class).with("-Dgate=" + gate))) {
            awaitAtGate(program);
            Migration refused = HOSTS.both().migrate(program, HOSTS.there());
            assertEquals(5, refused.status(), refused::toString);
            assertTrue(refused.blockers().contains("an object of class " + InitialisingOwn.class.getName()),
                    refused::toString);
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\n7 made and kept, true\n", ""), program.result());
        }
    }
}
