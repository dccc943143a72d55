package dev.sprite.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The program of a target JVM: writes down how it was started, and stays. */
public final class StubProgram {
    private StubProgram() {}

    public static void main(String[] args) throws Exception {
        Path report = Path.of(args[0]);
        Path draft = Path.of(args[0] + ".draft");
        Files.write(draft, List.of(
                "cwd=" + System.getProperty("user.dir"),
                "greeting=" + System.getProperty("greeting"),
                "env=" + System.getenv(),
                "args=" + List.of(args),
                "in=" + System.in.read(),
                "code=" + StubProgram.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
                "pid=" + ProcessHandle.current().pid()));
        Files.move(draft, report, StandardCopyOption.ATOMIC_MOVE);
        if (Boolean.getBoolean("stub.ready")) {
            StubAgent.ready();
        }
        Thread.sleep(Long.MAX_VALUE);
    }
}
