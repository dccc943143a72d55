package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.samples.heaps.HeldHeap;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Migration;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Dropping;
import dev.sprite.tests.programs.Paging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program goes on at the target while its heap is still at the source. */
class PagingTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    /** Nothing comes unasked, so everything the program finds it has asked for. */
    @Test
    void whatIsTouchedComes() throws IOException {
        Path gate = folder.resolve("gate");
        Gates.open(gate);
        Result plain = JavaProgram.of(Paging.class, gate.toString()).run();
        Files.delete(gate);
        Path held = Files.writeString(folder.resolve("fault"), "HOLD_PAGES");
        JavaProgram paging = JavaProgram.of(Paging.class, gate.toString());
        try (RunningProgram program = HOSTS.start(paging.environment("SPRITE_FAULT", held.toString()))) {
            awaitAtGate(program);
            assertEquals("lazy", lazily(program).text("strategy"));
            Gates.open(gate);
            assertEquals(plain, program.result());
        }
    }

    /** There and back, each time only when all has arrived. */
    @Test
    void theRestFollows() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(HeldHeap.class, "OBJECTS", "8", gate.toString()))) {
            awaitAtGate(program);
            Migration there = lazily(program, "--wait-residual");
            assertTrue(there.figure("bytes_total") > there.figure("bytes_frozen") + (1 << 20), there.toString());
            HOSTS.both().migrate(program, HOSTS.here(), "--strategy", "lazy").orFail();
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\nthe same\n", ""), program.result());
        }
    }

    /** Once all has come, nothing of it is kept for the sake of the move. */
    @Test
    void whatIsDroppedGoes() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Dropping.class, gate.toString()))) {
            awaitAtGate(program);
            lazily(program, "--wait-residual");
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\ngone\n", ""), program.result());
        }
    }

    /** When its source is gone for good, so is the process; home says what is missing. */
    @Test
    void endsIfPagesAreLost() throws IOException {
        Path gate = folder.resolve("gate");
        Path fault = folder.resolve("fault");
        JavaProgram paging = JavaProgram.of(HeldHeap.class, "OBJECTS", "1", gate.toString());
        try (RunningProgram program = HOSTS.start(paging.environment("SPRITE_FAULT", fault.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            long source = HOSTS.there().daemon().youngest();
            Files.writeString(fault, "HOLD_PAGES");
            HOSTS.both().migrate(program, HOSTS.here(), "--strategy", "lazy").orFail();
            ProcessHandle.of(source).orElseThrow().destroyForcibly();
            Result result = program.result();
            assertEquals(137, result.status(), result.toString());
            assertTrue(result.stderr().matches("sprite: lost at here: \\d+ pages were still at there: .*\n"), result.stderr());
        }
    }

    /** The link breaks while all but what the program stands on is at the source, and stays broken for a while. */
    @Test
    void aCutIsRiddenOut() throws IOException {
        Path gate = folder.resolve("gate");
        Gates.open(gate);
        Result plain = JavaProgram.of(Paging.class, gate.toString()).run();
        Files.delete(gate);
        Path fault = Files.writeString(folder.resolve("fault"), "HOLD_PAGES");
        JavaProgram paging = JavaProgram.of(Paging.class, gate.toString());
        try (RunningProgram program = HOSTS.start(paging.environment("SPRITE_FAULT", fault.toString()))) {
            awaitAtGate(program);
            lazily(program);
            Files.writeString(fault, "CUT_PAGES");
            HOSTS.here().awaitProcess(program.pid(), "paused");
            Gates.open(gate);
            HOSTS.here().awaitProcess(program.pid(), "paused");
            Files.delete(fault);
            assertEquals(plain, program.result());
        }
    }

    /** What is damaged where it comes from is of no use, however often it is sent. */
    @Test
    void damagedPagesAreNotUsed() throws IOException {
        Result result = afterFault("DAMAGE_PAGES");
        assertTrue(result.stderr().matches("sprite: lost at there: \\d+ pages were still at here: .* fails its checksum\n"),
                result.stderr());
    }

    @Tag("slow")
    @Test
    void aCutThatLastsEndsTheProcess() throws IOException {
        Result result = afterFault("CUT_PAGES");
        assertTrue(result.stderr().matches(
                "sprite: lost at there: \\d+ pages were still at here: .* for 60 s it could not be reached\n"),
                result.stderr());
    }

    private Result afterFault(String kind) throws IOException {
        Path gate = folder.resolve("gate");
        Path fault = Files.writeString(folder.resolve("fault"), "HOLD_PAGES");
        JavaProgram held = JavaProgram.of(HeldHeap.class, "OBJECTS", "1", gate.toString());
        try (RunningProgram program = HOSTS.start(held.environment("SPRITE_FAULT", fault.toString()))) {
            awaitAtGate(program);
            lazily(program);
            Files.writeString(fault, kind);
            Gates.open(gate);
            Result result = program.result();
            assertEquals(137, result.status(), result.toString());
            assertEquals("at the gate\n", result.stdout());
            return result;
        }
    }

    private static Migration lazily(RunningProgram program, String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "--strategy";
        all[1] = "lazy";
        System.arraycopy(options, 0, all, 2, options.length);
        return HOSTS.both().migrate(program, HOSTS.there(), all).orFail();
    }
}
