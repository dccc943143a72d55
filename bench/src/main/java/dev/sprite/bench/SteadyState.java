package dev.sprite.bench;

import dev.sprite.samples.kernels.Kernels;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What compiled code costs more under the agent. Each kernel runs in pairs of processes, one plain and one under the
 * agent, in turns; the ratio is that of the medians of the processes' own medians. Beside it stands the ratio of the fastest processes:
 * some kernels have two speeds, plain ones too, as the JVM happens to compile them.
 *
 * <p>Usage: {@code SteadyState [--quick] [--pairs N] [--millis N] [KERNEL…]}.
 */
public final class SteadyState {
    private int pairs = 5;
    private int millis = 3000;
    private final List<String> kernels = new ArrayList<>();

    private SteadyState(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--quick" -> {
                    pairs = 3;
                    millis = 1200;
                }
                case "--pairs" -> pairs = Integer.parseInt(args[++i]);
                case "--millis" -> millis = Integer.parseInt(args[++i]);
                default -> kernels.add(args[i]);
            }
        }
        if (kernels.isEmpty()) {
            kernels.addAll(Kernels.all().keySet());
        }
    }

    public static void main(String[] args) {
        SteadyState comparison = new SteadyState(args);
        Jdk.supported().forEach(comparison::compareOn);
    }

    private void compareOn(Jdk jdk) {
        System.out.printf("JDK %d, %d pairs of %d ms%n", jdk.feature(), pairs, millis);
        System.out.printf("%-14s %12s %12s %7s %7s%n", "kernel", "plain us", "agent us", "ratio", "fastest");
        double logs = 0;
        double worst = 0;
        for (String kernel : kernels) {
            double ratio = compare(jdk, kernel);
            logs += Math.log(ratio);
            worst = Math.max(worst, ratio);
        }
        System.out.printf("geomean %.3f, worst %.3f%n%n", Math.exp(logs / kernels.size()), worst);
    }

    private double compare(Jdk jdk, String kernel) {
        List<Double> plain = new ArrayList<>();
        List<Double> agent = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            boolean plainFirst = pair % 2 == 0;
            if (plainFirst) {
                plain.add(run(program(jdk, kernel)));
            }
            agent.add(run(program(jdk, kernel).agent("")));
            if (!plainFirst) {
                plain.add(run(program(jdk, kernel)));
            }
        }
        double ratio = Median.of(agent) / Median.of(plain);
        System.out.printf("%-14s %12.1f %12.1f %7.3f %7.3f%n", kernel, Median.of(plain), Median.of(agent), ratio,
                Collections.min(agent) / Collections.min(plain));
        return ratio;
    }

    private JavaProgram program(Jdk jdk, String kernel) {
        return JavaProgram.of(Kernels.class, kernel, "--for", Integer.toString(millis)).on(jdk);
    }

    private static double run(JavaProgram program) {
        Result result = program.run();
        if (result.status() != 0) {
            throw new IllegalStateException("failed: " + result);
        }
        return Double.parseDouble(result.stdout().trim()) / 1000;
    }
}
