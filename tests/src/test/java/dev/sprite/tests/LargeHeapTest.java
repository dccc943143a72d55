package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.samples.heaps.HeapKind;
import dev.sprite.samples.heaps.HeldHeap;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twenty million objects, a list of ten million, an array of a gigabyte: nothing about a move grows as they do. */
class LargeHeapTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"OBJECTS, 640, 1g", "LIST, 240, 512m", "MAP, 512, 1g", "ARRAYS, 1024, 1280m", "ARRAY, 1024, 2g"})
    void arrives(HeapKind kind, int megabytes, String limit) {
        String gate = folder.resolve("gate").toString();
        JavaProgram program = JavaProgram.of(HeldHeap.class, kind.name(), Integer.toString(megabytes), gate);
        try (RunningProgram running = HOSTS.startOptimised(program.with("-Xmx" + limit))) {
            awaitAtGate(running);
            HOSTS.move(running, HOSTS.there());
            Gates.open(folder.resolve("gate"));
            assertEquals(new Result(0, "at the gate\nthe same\n", ""), running.result());
        }
    }
}
