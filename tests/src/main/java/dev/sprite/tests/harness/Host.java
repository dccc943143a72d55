package dev.sprite.tests.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host: a run directory of its own and the daemon that serves it. */
public final class Host implements AutoCloseable {
    private final String name;
    private final Path run;
    private final Sprite sprite;
    private final RunningProgram daemon;
    private final String address;

    /**
     * @param view the host's own, or {@code null} if it sees what all see
     * @param listen where its daemon listens
     * @param options further options of its daemon
     */
    Host(Jdk jdk, String name, Path run, Path key, SeparateView view, String listen, List<String> options) {
        this.name = name;
        this.run = run;
        sprite = new Sprite(jdk, run, key);
        List<String> arguments = new ArrayList<>(List.of("daemon", "--name", name, "--listen", listen));
        arguments.addAll(options);
        JavaProgram command = sprite.program(arguments.toArray(String[]::new));
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
        return home(program, "");
    }

    /** Puts {@code program} under the agent with further options of its, with this host as its home. */
    public JavaProgram home(JavaProgram program, String options) {
        return sprite.withKey(program).agent("run=" + run + (options.isEmpty() ? "" : "," + options));
    }

    /** Waits until this host knows the host {@code other} to be in a state that fits. */
    public void awaitState(String other, Predicate<String> fits) {
        await("hosts", "\"name\":\"" + other + "\"[^}]*\"state\":\"([a-z-]+)\"", fits);
    }

    /** Waits until the process {@code pid} runs on {@code host}, and {@code sprite ps} says that the reason is {@code why}. */
    public void awaitProcess(long pid, Host host, String why) {
        await("ps", "\"pid\":" + pid + ",[^}]*\"host\":\"" + host.name() + "\"[^}]*\"why\":\"([^\"]*)\"",
                why::equals);
    }

    /** Waits until {@code sprite ps} shows the process {@code pid} in {@code state}. */
    public void awaitProcess(long pid, String state) {
        await("ps", "\"pid\":" + pid + ",[^}]*\"state\":\"([^\"]*)\"", state::equals);
    }

    /** Waits until it has started a JVM ahead of time. */
    public void awaitSpare() {
        Path places = run.resolve("daemon").resolve("foreign");
        long deadline = System.nanoTime() + Patience.NANOS;
        while (Objects.requireNonNull(places.toFile().list()).length == 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nothing waits at " + name);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private void await(String list, String sought, Predicate<String> fits) {
        Pattern pattern = Pattern.compile(sought);
        long deadline = System.nanoTime() + Patience.NANOS;
        for (;;) {
            String listed = sprite.succeed(list, "--json");
            Matcher found = pattern.matcher(listed);
            if (found.find() && fits.test(found.group(1))) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not what was waited for: " + listed + daemon.stderr().text());
            }
        }
    }

    /** Kills its daemon and whatever that has started. */
    public void kill() {
        daemon.killAll();
    }

    @Override
    public void close() {
        daemon.close();
    }
}
