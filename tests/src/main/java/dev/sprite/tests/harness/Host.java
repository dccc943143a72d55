package dev.sprite.tests.harness;

import java.nio.file.Path;

/** A host: a run directory of its own and the daemon that serves it. */
public final class Host implements AutoCloseable {
    private final String name;
    private final Path run;
    private final Sprite sprite;
    private final RunningProgram daemon;
    private final String address;

    /** @param view the host's own, or {@code null} if it sees what all see */
    Host(Jdk jdk, String name, Path run, Path key, SeparateView view) {
        this.name = name;
        this.run = run;
        sprite = new Sprite(jdk, run, key);
        JavaProgram command = sprite.program("daemon", "--name", name, "--listen", "127.0.0.1:0");
        daemon = (view == null ? command : command.seeing(view)).start();
        String ready = daemon.stdout().awaitLine("sprite daemon " + name + " ready on ");
        address = ready.substring(ready.lastIndexOf(' ') + 1).trim();
    }

    public String name() {
        return name;
    }

    /** {@code ADDR:PORT} of its daemon. */
    public String address() {
        return address;
    }

    /** Its run directory. */
    public Path run() {
        return run;
    }

    /** The command line on this host. */
    public Sprite sprite() {
        return sprite;
    }

    /** The daemon's process. */
    public RunningProgram daemon() {
        return daemon;
    }

    /** Puts {@code program} under the agent, with this host as its home. */
    public JavaProgram home(JavaProgram program) {
        return sprite.withKey(program).agent("run=" + run);
    }

    @Override
    public void close() {
        daemon.close();
    }
}
