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

    /** In runs of a second or two, in which there is time to move. */
    static Stream<Arguments> longRuns() {
        return samplesAndKernels("2", "600", "10", "700");
    }

    /** In runs that are over soon. */
    static Stream<Arguments> shortRuns() {
        return samplesAndKernels("1", "200", "1", "50");
    }

    private static Stream<Arguments> samplesAndKernels(String seconds, String size, String puzzles, String rounds) {
        Stream<List<String>> samples = Stream.of(
                List.of(Progress.class.getName(), seconds, "--no-rates"),
                List.of(Mandelbrot.class.getName(), "picture.ppm", size),
                List.of(Sudoku.class.getName(), puzzles));
        Stream<List<String>> kernels =
                Kernels.all().keySet().stream().map(name -> List.of(Kernels.class.getName(), name, rounds));
        return Stream.concat(samples, kernels).map(Arguments::of);
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
