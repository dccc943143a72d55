package dev.sprite.tests.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a host of its own has to itself: a file system in which one folder holds something else, a name, and a clock that
 * is a day ahead. Namespaces of the kernel's.
 */
public record SeparateView(Path folder, Path instead) {
    private static final String NAME = "nowhere";

    /** Whether this machine lets the user who runs the tests have one. */
    public static boolean isPossible() {
        try {
            Process trial = new ProcessBuilder(unshare()).start();
            return trial.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> unshare() {
        List<String> command = new ArrayList<>(List.of("unshare", "-muT", "--monotonic", "86400", "--boottime", "86400"));
        if (!System.getProperty("user.name").equals("root")) {
            command.add("-r"); // in a user namespace of its own
        }
        command.add("true");
        return command;
    }

    /** What has to precede a command that is to see it. */
    List<String> command() {
        List<String> command = unshare();
        command.set(command.size() - 1, "sh");
        command.addAll(List.of("-c", "hostname " + NAME + " && mount --bind \"$1\" \"$2\" && shift 2 && exec \"$@\"", "sh",
                instead.toString(), folder.toString()));
        return command;
    }
}
