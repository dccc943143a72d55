package dev.sprite.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random programs over all that a class file may hold do not notice that they are stopped at each safe point. */
class ConformanceTest {
    private static final long SEED = Long.getLong("sprite.test.seed", new Random().nextInt(1_000_000));
    private static final int FEW = 20;
    private static final int MANY = 200;
    private static final int ROUNDS = 10;

    @TempDir
    Path folder;

    @Test
    void dozens() {
        assertConform(SEED, FEW);
    }

    @Test
    @Tag("slow")
    void thousands() {
        for (int round = 0; round < ROUNDS; round++) {
            assertConform(SEED + FEW + (long) round * MANY, MANY);
        }
    }

    private void assertConform(long seed, int count) {
        List<GeneratedClass> programs = LongStream.range(seed, seed + count)
                .mapToObj(each -> ClassGenerator.generate(each, Set.of(), "Program" + each))
                .toList();
        Conformance conformance = new Conformance(folder);
        List<GeneratedClass> differing = conformance.differing(programs);
        if (!differing.isEmpty()) {
            GeneratedClass reduced = new Reducer(conformance, differing.get(0)).reduce();
            fail(differing.size() + " of " + count + " programs notice, the first with -Dsprite.test.seed="
                    + differing.get(0).seed() + "; this is what is needed of it:\n" + listing(reduced));
        }
        assertTrue(conformance.rehearsed() > 10L * count && conformance.postponed() < conformance.rehearsed(),
                () -> "rehearsed " + conformance.rehearsed() + " times, postponed " + conformance.postponed());
    }

    private String listing(GeneratedClass program) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        Path file = folder.resolve(program.name().replace('.', '/') + ".class");
        ToolProvider.findFirst("javap").orElseThrow().run(out, out, "-c", "-l", "-p", file.toString());
        return text.toString();
    }
}
