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

/** A sample application or a kernel: it has to produce what it produces without the agent. */
final class OwnProgram implements Subject {
    private static final Map<String, Class<?>> SAMPLES = Map.of(
            "progress", Progress.class, "mandelbrot", Mandelbrot.class, "sudoku", Sudoku.class,
            "calculator", Calculator.class);

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
        return main == Progress.class ? new OwnProgram(main, "5", "--no-rates") : new OwnProgram(main);
    }

    static OwnProgram kernel(String name) throws IOException {
        if (!Kernels.all().containsKey(name)) {
            throw new IllegalArgumentException("no kernel " + name + ", but " + Kernels.all().keySet());
        }
        return new OwnProgram(Kernels.class, name, "2000");
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
