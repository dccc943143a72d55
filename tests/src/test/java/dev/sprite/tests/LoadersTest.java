package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Loading;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Class loaders of the program move with the classes they have defined, and go on loading. */
class LoadersTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @Test
    void loadersOfOnesOwn() {
        Path gate = folder.resolve("gate");
        JavaProgram program =
                JavaProgram.of(Loading.class, gate.toString(), folder.resolve("plugins.jar").toString());
        try (RunningProgram running = HOSTS.start(program)) {
            Gates.awaitAtGate(running);
            HOSTS.move(running, HOSTS.there());
            HOSTS.move(running, HOSTS.here());
            Gates.open(folder.resolve("gatechild-first"));
            running.stdout().awaitLines(4);
            HOSTS.move(running, HOSTS.there());
            Gates.open(folder.resolve("gateurls"));
            assertEquals(program.run(), running.result());
        }
    }
}
