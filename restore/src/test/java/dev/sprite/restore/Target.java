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
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(args[0])))) {
            ResidualPages rest = HeapRestore.restore(in, Source.inst(), Source.roles()).residue();
            while (!rest.isComplete()) {
                rest.receive();
            }
        }
        report("target ");
    }

    static void report(String where) {
        for (Specimen specimen : Zoo.SPECIMENS) {
            String verdict = specimen.verdict();
            System.out.println(where + specimen.name() + " " + (verdict == null ? "ok" : verdict));
        }
    }
}
