package dev.sprite.restore;

import dev.sprite.zoo.Specimen;
import dev.sprite.zoo.Zoo;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Main class of the target JVM: restores the zoo from a file and reports on every specimen. */
public final class Target {
    private Target() {}

    public static void main(String[] args) throws Exception {
        restore(Path.of(args[0]));
        report("target ");
    }

    private static void restore(Path image) throws Exception {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(image))) {
            ResidualPages rest = HeapRestore.restore(in, Source.inst(), Source.roles()).residue();
            while (!rest.isComplete()) {
                rest.receive();
            }
        }
    }

    static void report(String where) {
        for (Specimen specimen : Zoo.SPECIMENS) {
            String verdict = specimen.verdict();
            System.out.println(where + specimen.name() + " " + (verdict == null ? "ok" : verdict));
        }
    }
}
