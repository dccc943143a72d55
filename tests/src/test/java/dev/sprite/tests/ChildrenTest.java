package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Children;
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

    @Tag("slow")
    @Test
    void runAtHome() {
        moving(HOSTS.there());
    }

    @Test
    void runAtHomeOverSeveralMoves() {
        moving(HOSTS.there(), HOSTS.here(), HOSTS.there());
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
