package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Reading;
import dev.sprite.tests.programs.Writing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Open files move with their offsets, their modes and what is in their buffers. */
class FilesTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    private Path gate;
    private Path openGate;

    @BeforeEach
    void makeGates() {
        gate = folder.resolve("gate");
        openGate = folder.resolve("open-gate");
        Gates.open(openGate);
    }

    @Test
    void reading() throws IOException {
        Path file = folder.resolve("numbered");
        Files.writeString(
                file, IntStream.range(0, 5000).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));
        Result moved;
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Reading.class, gate.toString(), file.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            moved = program.result();
        }
        assertEquals(JavaProgram.of(Reading.class, openGate.toString(), file.toString()).run(), moved);
    }

    @Test
    void writing() throws IOException {
        Path plain = existing("plain");
        Path across = existing("across");
        assertEquals(0, JavaProgram.of(Writing.class, openGate.toString(), plain.toString()).run().status());
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Writing.class, gate.toString(), across.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            HOSTS.move(program, HOSTS.here());
            Gates.open(gate);
            assertEquals(new Result(0, "at the gate\nwritten\n", ""), program.result());
        }
        assertEquals(contents(plain), contents(across));
    }

    /** A folder in which one file is there already, to be appended to. */
    private Path existing(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.writeString(made.resolve("append"), "was here\n");
        return made;
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
