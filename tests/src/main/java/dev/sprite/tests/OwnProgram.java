package dev.sprite.tests;

import dev.sprite.samples.Calculator;
import dev.sprite.samples.Mandelbrot;
import dev.sprite.samples.Progress;
import dev.sprite.samples.Sudoku;
import dev.sprite.samples.kernels.Kernels;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A sample application or a kernel: it has to produce what it produces without the agent. */
final class OwnProgram implements Subject {
    private static final Map<String, Class<?>> SAMPLES = Map.of(
            "progress", Progress.class, "mandelbrot", Mandelbrot.class, "sudoku", Sudoku.class,
            "calculator", Calculator.class);
    private static final Map<String, String[]> LONG_RUNS = Map.of(
            "progress", new String[] {"10", "--no-rates"},
            "mandelbrot", new String[] {"mandelbrot.ppm", "2000"},
            "sudoku", new String[] {"250"});
    private static final long KERNEL_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final Class<?> main;
    private final String[] arguments;
    private final Path folder;
    private Result expected;
    private Result last;

    private OwnProgram(Class<?> main, String... arguments) throws IOException {
        this.main = main;
        this.arguments = arguments;
        folder = Files.createTempDirectory("sprite-shuttle");
    }

    static OwnProgram sample(String name) throws IOException {
        Class<?> main = SAMPLES.get(name);
        if (main == null) {
            throw new IllegalArgumentException("no sample " + name + ", but " + SAMPLES.keySet());
        }
        return new OwnProgram(main, LONG_RUNS.getOrDefault(name, new String[0]));
    }

    static OwnProgram kernel(String name) throws IOException {
        if (!Kernels.all().containsKey(name)) {
            throw new IllegalArgumentException("no kernel " + name + ", but " + Kernels.all().keySet());
        }
        String median = JavaProgram.of(Kernels.class, name, "--for", "500").run().stdout().trim();
        return new OwnProgram(Kernels.class, name, Long.toString(KERNEL_NANOS / Long.parseLong(median)));
    }

    @Override
    public JavaProgram program(Jdk jdk) {
        return JavaProgram.of(main, arguments).on(jdk).in(folder);
    }

    @Override
    public boolean isRight(Result result, Jdk jdk) {
        if (expected == null) {
            expected = program(jdk).run();
        }
        last = result;
        return result.equals(expected);
    }

    @Override
    public String evidence() {
        return "expected " + expected + "\nbut was  " + last;
    }

    @Override
    public void close() throws IOException {
        for (Path file : Files.list(folder).toList()) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
