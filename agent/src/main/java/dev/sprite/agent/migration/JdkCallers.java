package dev.sprite.agent.migration;

import dev.sprite.agent.CacheFolder;
import dev.sprite.agent.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Which classes of the JDK make calls that are to be redirected, as this target JVM and earlier ones have found out: to
 * search the thousands that are loaded takes longer than all else that has to be done to them.
 */
final class JdkCallers {
    private static final char MAKES = '+';
    private static final char MAKES_NONE = '-';

    private final Map<String, Boolean> byName = new HashMap<>();
    private final Path file;
    private boolean grown;

    private JdkCallers(Path file) {
        this.file = file;
    }

    static JdkCallers known() {
        JdkCallers callers = new JdkCallers(CacheFolder.file("callers").toPath());
        try {
            if (Files.exists(callers.file)) {
                for (String line : Files.readAllLines(callers.file)) {
                    callers.byName.put(line.substring(1), line.charAt(0) == MAKES);
                }
            }
        } catch (IOException | RuntimeException e) {
            callers.byName.clear();
            Log.debug("what calls the JDK makes is not known: " + e);
        }
        return callers;
    }

    /** Whether the boot loader's class of this internal name is one; {@code search} is asked about one that is not known. */
    boolean contain(String name, BooleanSupplier search) {
        Boolean known = byName.get(name);
        if (known == null) {
            known = search.getAsBoolean();
            byName.put(name, known);
            grown = true;
        }
        return known;
    }

    /** Keeps what has been found out for later. */
    void keep() {
        if (!grown) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        byName.forEach((name, makes) -> lines.append(makes ? MAKES : MAKES_NONE).append(name).append('\n'));
        try {
            CacheFolder.write(file, lines.toString());
        } catch (IOException e) {
            Log.debug("what calls the JDK makes is not kept: " + e);
        }
    }
}
