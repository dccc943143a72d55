package dev.sprite.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sprite.zoo.Basics;
import dev.sprite.zoo.Collections;
import dev.sprite.zoo.Combinators;
import dev.sprite.zoo.Library;
import dev.sprite.zoo.OpenFiles;
import dev.sprite.zoo.Outside;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything in the zoo arrives in another JVM as it left, and is unharmed where it was. */
class RoundTripTest {
    private static final Class<?>[] HOUSES = {Basics.class, Collections.class, Library.class, OpenFiles.class,
        Outside.class, Combinators.class};

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everySpecimenArrives() throws Exception {
        String image = folder.resolve("image").toString();
        List<String> args = new ArrayList<>(List.of(image));
        for (Class<?> house : HOUSES) {
            args.add(house.getName());
        }
        List<String> verdicts = new ArrayList<>(
                Jvm.run(folder, List.of(), Source.class, args.toArray(new String[0])));
        int specimens = verdicts.size();
        verdicts.addAll(Jvm.run(folder, List.of(), Target.class, image));
        assertFalse(verdicts.isEmpty());
        assertEquals(2 * specimens, verdicts.size(), () -> String.join("\n", verdicts));
        return verdicts.stream().map(line -> {
            String[] words = line.split(" ", 3);
            return DynamicTest.dynamicTest(words[0] + " " + words[1], () -> assertEquals("ok", words[2]));
        });
    }

    /** What follows the image leads to what has been let go of at the source, and the other way round. */
    @Test
    void contentsThatFollow() throws Exception {
        String image = folder.resolve("image").toString();
        List<String> kept = Jvm.run(folder, List.of("-Dlazy=true"), Source.class, image, Basics.class.getName(),
                Collections.class.getName(), Library.class.getName());
        assertTrue(kept.size() < 10 && !kept.contains("kept Primitives"), () -> String.join("\n", kept));
        List<String> verdicts = Jvm.run(folder, List.of(), Target.class, image);
        assertTrue(verdicts.contains("target IdentityHashes ok"), () -> String.join("\n", verdicts));
        assertEquals(List.of(), verdicts.stream().filter(line -> !line.endsWith(" ok")).toList());
    }

    /** Headers differ between collectors and with the compression of references. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseParallelGC", "-XX:+UseShenandoahGC", "-XX:+UseZGC",
        "-XX:-UseCompressedOops", "-XX:+UseCompactObjectHeaders", "-XX:+UseBiasedLocking"})
    void headersOfEveryKind(String option) throws Exception {
        List<String> options = List.of("-XX:+IgnoreUnrecognizedVMOptions", option);
        String image = folder.resolve("image").toString();
        List<String> verdicts = new ArrayList<>(Jvm.run(folder, options, Source.class, image, Basics.class.getName(),
                Collections.class.getName()));
        verdicts.addAll(Jvm.run(folder, options, Target.class, image));
        assertEquals(List.of(), verdicts.stream()
                .filter(line -> line.matches("(source|target) .*") && !line.endsWith(" ok"))
                .toList());
        assertTrue(verdicts.contains("target IdentityHashes ok"), () -> String.join("\n", verdicts));
    }
}
