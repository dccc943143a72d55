package dev.sprite.agent.migration;

import dev.sprite.agent.CacheFolder;
import dev.sprite.agent.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps the optimising compiler from code that only the move needs: by the time it is done with that the move is over,
 * and meanwhile it competes with it. The first compiler sees to that code, and to all code of the JVM's as ever. What is
 * done for each object is optimised all the same: it is small, and a large heap takes three times as long without.
 */
final class BriefCode {
    /** Class files are read and written by large methods, in our own copy of ASM and in the JDK's. */
    private static final String DIRECTIVES = """
            [{match: ["dev/sprite/restore/ObjectReader.*", "dev/sprite/restore/Shells.*", "dev/sprite/image/ImageInput.*",
                      "dev/sprite/image/Layout.*", "dev/sprite/image/MarkWord.*", "dev/sprite/image/ObjectList.*"],
              c2: {Exclude: false}},
             {match: ["dev/sprite/*.*", "org/objectweb/asm/*.*", "jdk/internal/org/objectweb/asm/*.*"],
              c2: {Exclude: true}}]
            """;

    private BriefCode() {}

    /** From now on, in a target JVM: nothing of the program runs there that could bring classes of the same names. */
    static void begin() {
        Path file = CacheFolder.file("directives").toPath();
        try {
            if (!Files.exists(file)) {
                CacheFolder.write(file, DIRECTIVES);
            }
            Log.debug(DiagnosticCommand.execute("Compiler.directives_add \"" + file + "\""));
        } catch (IOException | RuntimeException e) {
            Log.debug("all code is optimised: " + e);
        }
    }

    /** Until now. */
    static void end() {
        try {
            DiagnosticCommand.execute("Compiler.directives_remove");
        } catch (RuntimeException e) {
            Log.debug("compiler directives stay: " + e);
        }
    }
}
