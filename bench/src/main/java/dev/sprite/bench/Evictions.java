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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long it takes to choose an idle host by way of a directory on another host, and from the moment the owner of a
 * host types until the process it has taken in runs elsewhere. Daemons look when they do by default.
 *
 * <p>Usage: {@code Evictions [EVICTIONS [PAUSE_SECONDS]]}, with pauses in which home gets ready for the return.
 */
public final class Evictions {
    private static final int SELECTIONS = 101;
    private static final long LIMIT_SECONDS = 120;
    private static final int AWAY_SECONDS = 60;

    private final Jdk jdk;
    private final Path folder;
    private final int pause;
    private final Map<String, Owner> owners = new HashMap<>();

    private Evictions(Jdk jdk, Path folder, int pause) {
        this.jdk = jdk;
        this.folder = folder;
        this.pause = pause;
    }

    public static void main(String[] args) throws IOException {
        int evictions = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int pause = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        System.out.printf("ms%n%-4s %18s %16s %16s%n", "JDK", "selection median", "eviction median", "eviction worst");
        for (Jdk jdk : Jdk.supported()) {
            new Evictions(jdk, Files.createTempDirectory("evictions"), pause).measure(evictions);
        }
    }

    private void measure(int evictions) throws IOException {
        owners.computeIfAbsent("home", this::owner).leavesAtWork(99);
        List<Double> times = new ArrayList<>();
        try (Hosts hosts = new Hosts(jdk)) {
            Host home = hosts.add("home", measured("home", "--offload-after", "1"));
            Host near = hosts.add("near", measured("near", "--join", home.address()));
            hosts.add("far", measured("far", "--join", home.address()));
            home.awaitState("far", "idle"::equals);
            double selection = selection(near);
            JavaProgram program = JavaProgram.of(Kernels.class, "strings", "--until", folder.resolve("end").toString());
            try (RunningProgram running = home.home(program.on(jdk), "offload=auto").start()) {
                Path place = home.run().resolve(Long.toString(running.pid()));
                while (times.size() < evictions) {
                    String host = awaitHost(place, name -> !name.equals("home"));
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(pause));
                    long begin = System.nanoTime();
                    owners.get(host).types();
                    awaitHost(place, name -> !name.equals(host));
                    times.add((System.nanoTime() - begin) / 1e6);
                    owners.get(host).isAwayFor(AWAY_SECONDS);
                }
            }
            System.out.printf("%-4d %18.1f %16.0f %16.0f%n", jdk.feature(), selection, Median.of(times),
                    times.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        }
    }

    /** The options of the daemon of {@code host}, whose owner has been away for a while. */
    private String[] measured(String host, String... more) {
        owners.computeIfAbsent(host, this::owner);
        List<String> options = new ArrayList<>(List.of("--measure", "cat " + folder.resolve(host)));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private Owner owner(String host) {
        return new Owner(folder.resolve(host), AWAY_SECONDS);
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

    /** Waits until the process whose control socket is in {@code place} runs on a host that fits. */
    private static String awaitHost(Path place, Predicate<String> fits) {
        Pattern host = Pattern.compile("\"host\":\"([^\"]*)\",\"state\":\"(home|foreign)\"");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            try {
                Matcher status = host.matcher(ask(place, "{\"op\":\"status\"}"));
                if (status.find() && fits.test(status.group(1))) {
                    return status.group(1);
                }
            } catch (IOException e) {
                // it has just started
            }
        }
        throw new IllegalStateException("it goes nowhere");
    }

    /** Asks what has its control socket in {@code place}. */
    private static String ask(Path place, String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(place.resolve("control.sock")))) {
            channel.write(ByteBuffer.wrap((request + '\n').getBytes(StandardCharsets.UTF_8)));
            return new Scanner(Channels.newInputStream(channel), StandardCharsets.UTF_8).nextLine();
        }
    }
}
