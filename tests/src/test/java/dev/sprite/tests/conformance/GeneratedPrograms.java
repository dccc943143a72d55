package dev.sprite.tests.conformance;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the generated classes listed in a file, and prints what became of each. */
public final class GeneratedPrograms {
    private GeneratedPrograms() {}

    public static void main(String[] args) throws IOException {
        for (String name : Files.readAllLines(Path.of(args[0]))) {
            Ground.reset();
            System.out.println(name + ' ' + outcome(name) + ' ' + Long.toHexString(Ground.trace()));
        }
    }

    private static String outcome(String name) {
        try {
            Method run = Class.forName(name).getMethod("run");
            run.invoke(null);
            return "ended";
        } catch (ReflectiveOperationException | LinkageError e) {
            return "failed: " + (e.getCause() == null ? e : e.getCause());
        }
    }
}
