package dev.sprite.bench;

import dev.sprite.tests.harness.Checkout;
import dev.sprite.tests.harness.Jdk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * The CPU time of a hello world: plain, under an agent that does nothing, and under Sprite, in turns.
 *
 * <p>Usage: {@code StartUp [ROUNDS]}.
 */
public final class StartUp {
    private StartUp() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 21;
        Path nothing = nothingAgent();
        System.out.printf("CPU ms, medians of %d%n%-8s %8s %8s %8s %18s%n", rounds, "JDK", "plain", "nothing", "sprite",
                "sprite / nothing");
        for (Jdk jdk : Jdk.supported()) {
            compareOn(jdk, nothing, rounds);
        }
        Files.delete(nothing);
    }

    private static void compareOn(Jdk jdk, Path nothing, int rounds) throws IOException, InterruptedException {
        List<Double> plain = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        List<Double> sprite = new ArrayList<>();
        cpuMillis(jdk, "-javaagent:" + Checkout.spriteJar());
        for (int round = 0; round < rounds; round++) {
            plain.add(cpuMillis(jdk));
            idle.add(cpuMillis(jdk, "-javaagent:" + nothing));
            sprite.add(cpuMillis(jdk, "-javaagent:" + Checkout.spriteJar()));
        }
        System.out.printf("%-8d %8.1f %8.1f %8.1f %18.2f%n", jdk.feature(), Median.of(plain), Median.of(idle),
                Median.of(sprite), Median.of(sprite) / Median.of(idle));
    }

    /** User and system time of one whole process, as its parent is told when it has ended. */
    private static double cpuMillis(Jdk jdk, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "bash", "-c", "TIMEFORMAT='%3U %3S'; { time \"$@\" >/dev/null 2>&3; } 3>&2 2>&1", "start-up", jdk.java()));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", Checkout.classPathOf(HelloWorld.class).toString(), HelloWorld.class.getName()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String[] times = new String(process.getInputStream().readAllBytes()).trim().split(" ");
        if (process.waitFor() != 0) {
            throw new IllegalStateException("failed: " + command);
        }
        return (Double.parseDouble(times[0]) + Double.parseDouble(times[1])) * 1000;
    }

    private static Path nothingAgent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", NothingAgent.class.getName());
        String classFile = NothingAgent.class.getName().replace('.', '/') + ".class";
        Path jar = Files.createTempFile("nothing-agent", ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = NothingAgent.class.getClassLoader().getResourceAsStream(classFile)) {
            out.putNextEntry(new ZipEntry(classFile));
            in.transferTo(out);
        }
        return jar;
    }
}
