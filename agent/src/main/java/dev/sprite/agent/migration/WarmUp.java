package dev.sprite.agent.migration;

import dev.sprite.capture.HeapCapture;
import dev.sprite.image.NotMovableException;
import dev.sprite.instrumentation.ClassInstrumenter;
import dev.sprite.restore.HeapRestore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;

/**
 * Has a target JVM do once, on objects of no consequence, what it will do while the program stands still: what takes
 * time then is not the work but the loading of the classes that do it.
 */
final class WarmUp {
    /** Enough for the compiler to take notice. */
    private static final int RESTORES = 8;

    private WarmUp() {}

    static void run(Program program) throws IOException, NotMovableException {
        program.switches().resuming(true);
        rehearseRestore(program);
        try (InputStream own = WarmUp.class.getResourceAsStream("WarmUp.class")) {
            Map<String, Set<Integer>> sites = Map.of("run(Ldev/sprite/agent/migration/Program;)V", Set.of(0, 1, 2));
            new ClassInstrumenter().instrumentForResume(own.readAllBytes(), sites, true, (a, b) -> "java/lang/Object");
        }
    }

    private static void rehearseRestore(Program program) throws IOException, NotMovableException {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        new HeapCapture(program.instrumentation(), Program::contains, program.roles()).rehearse(image);
        for (int i = 0; i < RESTORES; i++) {
            HeapRestore.rehearse(
                    new ByteArrayInputStream(image.toByteArray()), program.instrumentation(), program.roles());
        }
    }
}
