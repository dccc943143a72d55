package dev.sprite.bench;

import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What calls cost a program at home and abroad, where some are made on that host and some are forwarded to home, and how
 * much dearer they are there.
 *
 * <p>Usage: {@code HomeCalls}.
 */
public final class HomeCalls {
    /** Rounds that a JVM is given to compile the calls, and rounds that count. */
    private static final int WARM_UP = 10;
    private static final int MEASURED = 20;
    private static final String[] CALLS = {"clock", "pid", "time of own file", "time of home's file", "byte of home's file"};

    private HomeCalls() {}

    public static void main(String[] args) throws IOException {
        System.out.printf("%-4s %-20s %12s %12s %8s%n", "JDK", "call", "home ns", "abroad ns", "ratio");
        for (Jdk jdk : Jdk.supported()) {
            measureOn(jdk);
        }
    }

    private static void measureOn(Jdk jdk) throws IOException {
        Path file = Files.writeString(Files.createTempFile("home-calls", null), "content");
        JavaProgram calls = JavaProgram.of(CallCosts.class, file.toString()).on(jdk);
        try (Hosts hosts = new Hosts(jdk, "here", "there"); RunningProgram running = hosts.home().home(calls).start()) {
            List<List<Double>> home = rounds(running, 0);
            hosts.migrate(running, hosts.get("there")).orFail();
            List<List<Double>> abroad = rounds(running, lines(running).size());
            for (int i = 0; i < CALLS.length; i++) {
                double before = Median.of(home.get(i));
                double after = Median.of(abroad.get(i));
                System.out.printf("%-4d %-20s %12.0f %12.0f %8.1f%n", jdk.feature(), CALLS[i], before, after, after / before);
            }
        } finally {
            Files.delete(file);
        }
    }

    /** The costs of each call in the rounds that begin after {@code from} lines. */
    private static List<List<Double>> rounds(RunningProgram running, int from) {
        running.stdout().awaitLines(from + WARM_UP + MEASURED);
        List<List<Double>> costs = new ArrayList<>();
        for (int i = 0; i < CALLS.length; i++) {
            List<Double> ofCall = new ArrayList<>();
            for (String line : lines(running).subList(from + WARM_UP, from + WARM_UP + MEASURED)) {
                ofCall.add(Double.valueOf(line.split(" ")[i]));
            }
            costs.add(ofCall);
        }
        return costs;
    }

    private static List<String> lines(RunningProgram running) {
        String text = running.stdout().text();
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
