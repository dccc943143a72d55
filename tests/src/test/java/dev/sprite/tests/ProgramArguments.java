package dev.sprite.tests;

import dev.sprite.samples.Mandelbrot;
import dev.sprite.samples.Progress;
import dev.sprite.samples.Sudoku;
import dev.sprite.samples.kernels.Kernels;
import dev.sprite.tests.harness.JavaProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The programs that run by themselves: every sample application and every kernel. */
final class ProgramArguments {
    private ProgramArguments() {}

    /** In runs that are over soon. */
    static Stream<Arguments> shortRuns() {
        Stream<List<String>> kernels =
                Kernels.all().keySet().stream().map(name -> List.of(Kernels.class.getName(), name, "20"));
        return Stream.concat(samples("1", "200", "1"), kernels).map(Arguments::of);
    }

    /** The samples, in runs that are long enough for two moves. */
    static Stream<Arguments> longSamples() {
        return samples("30", "3600", "600").map(Arguments::of);
    }

    private static Stream<List<String>> samples(String seconds, String size, String rounds) {
        return Stream.of(
                List.of(Progress.class.getName(), seconds, "--no-rates"),
                List.of(Mandelbrot.class.getName(), "picture.ppm", size),
                List.of(Sudoku.class.getName(), rounds));
    }

    /** The kernels' names. */
    static Stream<String> kernels() {
        return Kernels.all().keySet().stream();
    }

    static JavaProgram program(List<String> command) {
        try {
            return JavaProgram.of(
                    Class.forName(command.get(0)), command.subList(1, command.size()).toArray(String[]::new));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
