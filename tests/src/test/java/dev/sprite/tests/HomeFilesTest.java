package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.harness.SeparateView;
import dev.sprite.tests.programs.Filing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program's files, names and clocks are home's, also where the host it runs on has others in their place. */
class HomeFilesTest {
    /** The rows of the table in {@code docs/home.md}. */
    private static final String[] DEALS = {"read", "write", "random", "channel", "shared", "unlinked", "replaced", "open",
        "list", "change", "copy", "jar", "map", "temporary", "file", "names", "clocks"};

    @TempDir
    static Path folder;

    private static Path files;
    private static Path others;
    private static Hosts hosts;

    private Path gate;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(SeparateView.isPossible(), "mount namespaces are needed");
        files = Files.createDirectory(folder.resolve("files"));
        others = Files.createDirectory(folder.resolve("others"));
        hosts = new Hosts(Jdk.running(), new SeparateView(files, others), "here", "there", "elsewhere");
    }

    @AfterAll
    static void stop() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @BeforeEach
    void makeGate() throws IOException {
        gate = folder.resolve("gate");
        Files.deleteIfExists(gate);
    }

    @Test
    void areServedOverTwoMoves() throws IOException {
        moving("there", "elsewhere");
    }

    @Tag("slow")
    @Test
    void areServedAgainAfterAReturn() throws IOException {
        moving("there", "elsewhere", "here", "there");
    }

    private void moving(String... journey) throws IOException {
        Path data = files.resolve("data");
        Files.createDirectory(data);
        Files.createDirectories(others.resolve("data"));
        Result moved;
        try (RunningProgram program = hosts.home().home(filing(data).unoptimised()).start()) {
            awaitAtGate(program);
            for (String host : journey) {
                hosts.migrate(program, hosts.get(host)).orFail();
            }
            Gates.open(gate);
            moved = program.result();
        }
        Map<String, String> afterwards = contents(data);
        delete(data);
        Files.createDirectory(data);
        assertEquals(filing(data).run(), moved);
        assertEquals(contents(data), afterwards);
        assertEquals(Map.of(), contents(others.resolve("data")));
        delete(data);
    }

    private JavaProgram filing(Path data) {
        List<String> arguments = new ArrayList<>(List.of(gate.toString(), data.toString()));
        arguments.addAll(Arrays.asList(DEALS));
        return JavaProgram.of(Filing.class, arguments.toArray(String[]::new));
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all.skip(1)::iterator) {
                String content = Files.isSymbolicLink(file)
                        ? "-> " + Files.readSymbolicLink(file)
                        : Files.isDirectory(file) ? "a folder" : Arrays.hashCode(Files.readAllBytes(file)) + "";
                contents.put(folder.relativize(file).toString(), content);
            }
        }
        return contents;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
