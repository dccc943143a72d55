package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Children;
import dev.sprite.tests.programs.Parent;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program's child processes run at home, and are its children wherever it runs. */
@Timeout(180)
class ChildrenTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @Test
    void runAtHome() {
        moving(HOSTS.there(), HOSTS.here());
    }

    @Tag("slow")
    @Test
    void runAtHomeOverSeveralMoves() {
        moving(HOSTS.there(), HOSTS.here(), HOSTS.there());
    }

    /** The main thread is in a read of its child's output, or in {@code waitFor}, whenever it moves. */
    @Test
    void areAwaitedElsewhere() {
        StringBuilder output = new StringBuilder();
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Parent.class))) {
            for (int i = 0; i < 2; i++) {
                program.stdout().awaitLine("reading " + i);
                HOSTS.move(program, HOSTS.there());
                program.type("line");
                program.stdout().awaitLine("waiting " + i);
                HOSTS.move(program, HOSTS.here());
                program.type("" + (40 + i));
                output.append("reading " + i + "\ngot line\nwaiting " + i + "\n" + (40 + i) + "\n");
            }
            assertEquals(new Result(0, output.toString(), ""), program.result());
        }
    }

    private void moving(Host... journey) {
        Path gate = folder.resolve("gate");
        JavaProgram children = JavaProgram.of(Children.class, gate.toString(), folder.toString());
        Result moved;
        try (RunningProgram program = HOSTS.start(children)) {
            awaitAtGate(program);
            for (Host host : journey) {
                HOSTS.move(program, host);
            }
            Gates.open(gate);
            moved = program.result();
        }
        assertEquals(children.run(), moved);
    }
}
