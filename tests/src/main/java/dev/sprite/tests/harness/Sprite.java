package dev.sprite.tests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line {@code sprite}, with one run directory and one cluster key. */
public final class Sprite {
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

    private final Jdk jdk;
    private final Path run;
    private final Path key;

    public Sprite(Jdk jdk, Path run, Path key) {
        this.jdk = jdk;
        this.run = run;
        this.key = key;
    }

    /** Runs {@code sprite arguments…} to its end. */
    public Result run(String... arguments) {
        return program(arguments).run();
    }

    /** Runs {@code sprite arguments…}, which must succeed. */
    public String succeed(String... arguments) {
        Result result = run(arguments);
        if (result.status() != 0) {
            throw new AssertionError("sprite " + String.join(" ", arguments) + " ended with " + result);
        }
        return result.stdout();
    }

    /** The command {@code sprite arguments…}, not started yet. */
    public JavaProgram program(String... arguments) {
        List<String> command = new ArrayList<>(QUICK);
        command.addAll(List.of("-jar", Checkout.spriteJar().toString(), "--run", run.toString()));
        command.addAll(Arrays.asList(arguments));
        return withKey(new JavaProgram(command).on(jdk));
    }

    /** Makes {@code program} use the key of these commands rather than the user's own. */
    JavaProgram withKey(JavaProgram program) {
        return program.environment("SPRITE_KEY", key.toString());
    }
}
