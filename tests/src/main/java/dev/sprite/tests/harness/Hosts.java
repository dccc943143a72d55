package dev.sprite.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Several hosts on one machine, each with a daemon of its own on loopback, which trust each other. */
public final class Hosts implements AutoCloseable {
    private static final String ANY_PORT = "127.0.0.1:0";

    private final List<Host> hosts = new ArrayList<>();
    private final Jdk jdk;
    private final Path folder;
    private final Path key;

    /** Starts a host for each of {@code names}; the first is the home of what a test starts. */
    public Hosts(Jdk jdk, String... names) {
        this(jdk, null, names);
    }

    /** As the other, but with hosts that have a view of their own, all but home. */
    public Hosts(Jdk jdk, SeparateView view, String... names) {
        this.jdk = jdk;
        try {
            folder = Files.createTempDirectory("sprite-hosts");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        key = folder.resolve("cluster.key");
        for (String name : names) {
            add(name, hosts.isEmpty() ? null : view, ANY_PORT, List.of());
        }
    }

    /** Starts another host, its daemon with {@code options}. */
    public Host add(String name, String... options) {
        return add(name, null, ANY_PORT, List.of(options));
    }

    /** Starts the daemon of a host that has been closed again, at the address it had. */
    public Host restart(Host closed, String... options) {
        hosts.remove(closed);
        return add(closed.name(), null, closed.address(), List.of(options));
    }

    private Host add(String name, SeparateView view, String listen, List<String> options) {
        try {
            Path run = Files.createDirectories(folder.resolve(name));
            Host host = new Host(jdk, name, run, key, view, listen, options);
            hosts.add(host);
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The host of that name. */
    public Host get(String name) {
        return hosts.stream().filter(host -> host.name().equals(name)).findFirst().orElseThrow();
    }

    /** The first host. */
    public Host home() {
        return hosts.get(0);
    }

    /** All of them, home first. */
    public List<Host> all() {
        return List.copyOf(hosts);
    }

    /** Asks for a move of {@code program}, whose home is the first host, once commands can reach it. */
    public Migration migrate(RunningProgram program, Host to, String... options) {
        awaitReachable(program);
        List<String> arguments =
                new ArrayList<>(List.of("migrate", Long.toString(program.pid()), to.address(), "--json"));
        arguments.addAll(List.of(options));
        if (!arguments.contains("--timeout")) {
            arguments.addAll(List.of("--timeout", Long.toString(Patience.SECONDS / 2)));
        }
        return Migration.of(home().sprite().run(arguments.toArray(String[]::new)));
    }

    /** Waits until {@code sprite ps} lists it: a program that has only just started listens a moment later. */
    public void awaitReachable(RunningProgram program) {
        Path socket = home().run().resolve(Long.toString(program.pid())).resolve("control.sock");
        long deadline = System.nanoTime() + Patience.NANOS;
        while (program.isAlive() && !Files.exists(socket) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Override
    public void close() {
        hosts.forEach(Host::close);
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(Hosts::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A process that is just ending may still be writing here; the folder is a temporary one.
        }
    }
}
