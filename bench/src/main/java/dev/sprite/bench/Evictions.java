package dev.sprite.bench;

import dev.sprite.samples.kernels.Kernels;
import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Owner;
import dev.sprite.tests.harness.RunningProgram;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes to choose an idle host by way of a directory on another host, and from the moment the owner of a
 * host types until the process it has taken in runs on another, or at home. Daemons look when they do by default.
 *
 * <p>Usage: {@code Evictions [PROCESSES [PAUSE_SECONDS]]}, with pauses in which home gets ready for the return.
 */
public final class Evictions {
    private static final int SELECTIONS = 101;
    private static final long LIMIT_SECONDS = 60;

    private final Jdk jdk;
    private final Path folder;
    private final int pause;
    private final List<Double> toAnother = new ArrayList<>();
    private final List<Double> toHome = new ArrayList<>();

    private Evictions(Jdk jdk, Path folder, int pause) {
        this.jdk = jdk;
        this.folder = folder;
        this.pause = pause;
    }

    public static void main(String[] args) throws IOException {
        int processes = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        int pause = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        System.out.printf("ms, medians%n%-4s %12s %22s %18s%n", "JDK", "selection", "evicted to another", "evicted home");
        for (Jdk jdk : Jdk.supported()) {
            Path folder = Files.createTempDirectory("evictions");
            new Evictions(jdk, folder, pause).measure(processes);
        }
    }

    private void measure(int processes) throws IOException {
        Owner ownerOfNear = new Owner(folder.resolve("near"), 80);
        Owner ownerOfFar = new Owner(folder.resolve("far"), 40);
        new Owner(folder.resolve("home"), 40).leavesAtWork(99);
        try (Hosts hosts = new Hosts(jdk)) {
            Host home = hosts.add("home", "--measure", "cat " + folder.resolve("home"), "--offload-after", "1");
            Host near = hosts.add("near", "--measure", "cat " + folder.resolve("near"), "--join", home.address());
            hosts.add("far", "--measure", "cat " + folder.resolve("far"), "--join", home.address());
            home.awaitState("far", "idle"::equals);
            double selection = selection(near);
            for (int i = 0; i < processes; i++) {
                JavaProgram program = JavaProgram.of(Kernels.class, "strings", "--until", folder.resolve("end").toString());
                try (RunningProgram running = home.home(program.on(jdk), "offload=auto").start()) {
                    awaitHost(home, running, "near");
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(pause));
                    toAnother.add(typed(ownerOfNear, home, running, "far"));
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(pause));
                    toHome.add(typed(ownerOfFar, home, running, "home"));
                }
                ownerOfNear.isAwayFor(80);
                ownerOfFar.isAwayFor(40);
                home.awaitState("near", "idle"::equals);
                home.awaitState("far", "idle"::equals);
            }
            System.out.printf("%-4d %12.1f %22.0f %18.0f%n", jdk.feature(), selection, Median.of(toAnother), Median.of(toHome));
        }
    }

    /** The first finds a host, the others that it is promised; they go the same way. */
    private double selection(Host asking) throws IOException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < SELECTIONS; i++) {
            long begin = System.nanoTime();
            ask(asking.run().resolve("daemon"), "{\"op\":\"select\",\"priority\":\"NORMAL\"}");
            times.add((System.nanoTime() - begin) / 1e6);
        }
        return Median.of(times);
    }

    private double typed(Owner owner, Host home, RunningProgram running, String next) {
        long begin = System.nanoTime();
        owner.types();
        awaitHost(home, running, next);
        return (System.nanoTime() - begin) / 1e6;
    }

    private static void awaitHost(Host home, RunningProgram running, String host) {
        Path place = home.run().resolve(Long.toString(running.pid()));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        String status = "";
        while (!status.contains("\"host\":\"" + host + "\"") || status.contains("\"state\":\"migrating\"")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not at " + host + ": " + status);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            try {
                status = ask(place, "{\"op\":\"status\"}");
            } catch (IOException e) {
                status = ""; // it has just started
            }
        }
    }

    /** Asks what has its control socket in {@code place}. */
    private static String ask(Path place, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(place.resolve("control.sock")))) {
            channel.write(ByteBuffer.wrap((request + '\n').getBytes(StandardCharsets.UTF_8)));
            return new Scanner(Channels.newInputStream(channel), StandardCharsets.UTF_8).nextLine();
        }
    }
}
