package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Hooked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signals to the home process act on the program where it runs. */
class SignalsTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"HUP, 1", "INT, 2", "TERM, 15"})
    void endsTheProgramWhereItRuns(String name, int number) throws IOException {
        assumeFalse(isIgnored(number), "SIG" + name + " is ignored here, and so by all that is started here");
        Path gate = folder.resolve("gate");
        Result moved;
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Hooked.class, gate.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            program.signal(name);
            moved = program.result();
        }
        assertEquals(new Result(128 + number, "at the gate\nhook\n", ""), moved);
    }

    @Test
    void dumpsTheProgramsThreads() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Hooked.class, gate.toString()))) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            for (int i = 1; i <= 2; i++) {
                program.signal("QUIT");
                program.stdout().awaitTimes(i, "\tat " + Hooked.class.getName() + ".main");
            }
            Gates.open(gate);
            assertEquals(0, program.status());
        }
    }

    /** From {@code nohup} or a shell without job control; the JVM heeds that. */
    private static boolean isIgnored(int signal) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.substring(7).trim(), 16) >> signal - 1 & 1) != 0;
            }
        }
        return false;
    }
}
