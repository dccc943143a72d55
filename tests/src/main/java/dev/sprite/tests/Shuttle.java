package dev.sprite.tests;

import dev.sprite.tests.harness.Checkout;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.RandomMoves;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Runs a program under the agent, moves it at random moments between two hosts on loopback, there and back, and
 * compares all that it produced with what it produces unmoved.
 *
 * <p>Usage: {@code Shuttle [--sample|--kernel] NAME [--moves N] [--seed S] [--jdk HOME] [--strategy S]
 * [--brake]}; without
 * {@code --sample} and {@code --kernel}, NAME is a program of the corpus, in {@code $SPRITE_CORPUS} or
 * {@code ../shared/corpus}. With {@code --brake} the program runs slower while it is to be moved, for programs that are
 * over sooner than a target is prepared. Exits with 1 if the program's output differs or a move never succeeded.
 */
public final class Shuttle {
    private String kind = "--corpus";
    private String name;
    private boolean braked;
    private String strategy;
    private int moves = 3;
    private long seed = System.nanoTime() & 0xffff_ffffL;
    private Jdk jdk = Jdk.running();

    private Shuttle(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--sample", "--kernel" -> kind = args[i];
                case "--brake" -> braked = true;
                case "--moves" -> moves = Integer.parseInt(args[++i]);
                case "--seed" -> seed = Long.parseLong(args[++i]);
                case "--strategy" -> strategy = args[++i];
                case "--jdk" -> jdk = Jdk.at(Path.of(args[++i]));
                default -> name = args[i];
            }
        }
        if (name == null) {
            throw new IllegalArgumentException(
                    "usage: shuttle [--sample|--kernel] NAME [--moves N] [--seed S] [--jdk HOME] [--strategy S]"
                            + " [--brake]");
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        boolean right;
        try {
            right = new Shuttle(args).shuttle();
        } catch (IllegalArgumentException e) {
            System.err.println("shuttle: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(right ? 0 : 1);
    }

    private boolean shuttle() throws IOException, InterruptedException {
        System.out.println(name + ": JDK " + jdk.feature() + ", " + moves + " moves, seed " + seed);
        Subject subject = subject();
        long begin = System.nanoTime();
        if (!subject.isRight(subject.program(jdk).agent("").run(), jdk)) {
            System.out.println(name + " DIFFERS already when it is not moved: " + subject.evidence());
            return false;
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - begin);
        boolean right = moved(subject, wall);
        if (right) {
            subject.close();
        }
        return right;
    }

    private boolean moved(Subject subject, Duration wall) throws IOException, InterruptedException {
        try (Hosts hosts = new Hosts(jdk, "here", "there")) {
            JavaProgram program = hosts.home().home(subject.program(jdk));
            try (RunningProgram running = program.start()) {
                running.endInput();
                List<RandomMoves.Move> made = new RandomMoves(hosts, seed, moves, wall.dividedBy(2))
                        .braked(braked).strategy(strategy).drive(running);
                made.forEach(System.out::println);
                long moved = made.stream().filter(move -> move.migration().migrated()).count();
                Result result = running.result();
                boolean right = subject.isRight(result, jdk);
                System.out.println(name + (right ? " OK" : " DIFFERS: " + subject.evidence()) + ", exit "
                        + result.status() + ", moved " + moved + " of " + moves + ", unmoved " + wall.toMillis()
                        + " ms, seed " + seed);
                if (!right) {
                    System.out.print(result.stderr());
                }
                return right && made.stream().allMatch(move -> move.migration().migrated());
            }
        }
    }

    private Subject subject() throws IOException, InterruptedException {
        return switch (kind) {
            case "--sample" -> OwnProgram.sample(name);
            case "--kernel" -> OwnProgram.kernel(name);
            default -> new CorpusProgram(name, corpus());
        };
    }

    private static Path corpus() {
        String corpus = System.getenv("SPRITE_CORPUS");
        return corpus != null ? Path.of(corpus) : Checkout.root().resolveSibling("shared/corpus");
    }
}
