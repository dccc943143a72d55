package dev.sprite.tests;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A program of the corpus: fetched when missing, run in an empty folder, judged by the digests recorded with it. */
final class CorpusProgram implements Subject {
    private final String name;
    private final Path corpus;
    private final Path cache;
    private final Path run;

    CorpusProgram(String name, Path corpus) throws IOException, InterruptedException {
        this.name = name;
        this.corpus = corpus;
        if (!Files.isRegularFile(recorded("cmd"))) {
            throw new IllegalArgumentException("no program " + name + " in " + corpus + " (set SPRITE_CORPUS)");
        }
        Path home = Path.of(System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache"));
        String programs = System.getenv("CACHE");
        cache = (programs == null ? home.resolve("sprite-corpus/programs") : Path.of(programs)).resolve(name);
        run = Files.createTempDirectory("sprite-shuttle-" + name);
        fetch();
    }

    private Path recorded(String file) {
        return corpus.resolve("programs").resolve(name).resolve(file);
    }

    private void fetch() throws IOException, InterruptedException {
        Path done = cache.resolve(".done");
        if (!Files.exists(done)) {
            Files.createDirectories(cache.getParent());
            Process fetch = new ProcessBuilder("bash", recorded("fetch.sh").toString(), cache.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(run.resolve("fetch.log").toFile())
                    .start();
            if (fetch.waitFor() != 0) {
                throw new IOException("cannot fetch " + name + ", see " + run.resolve("fetch.log"));
            }
            Files.createFile(done);
        }
    }

    @Override
    public JavaProgram program(Jdk jdk) throws IOException {
        Path out = run.resolve("out");
        empty(out);
        Files.createDirectories(out);
        String command = Files.readAllLines(recorded("cmd")).get(0);
        List<String> words = Arrays.stream(command.trim().split("\\s+"))
                .map(word -> word.replace("@DIR@", cache.toString()).replace("@OUT@", out.toString()))
                .toList();
        return new JavaProgram(words).on(jdk).in(out);
    }

    @Override
    public boolean isRight(Result result, Jdk jdk) throws IOException, InterruptedException {
        Files.write(run.resolve("stdout"), result.stdout().getBytes(StandardCharsets.ISO_8859_1));
        Files.write(run.resolve("stderr"), result.stderr().getBytes(StandardCharsets.ISO_8859_1));
        Process hash = new ProcessBuilder(
                        "bash",
                        corpus.resolve("lib/hash.sh").toString(),
                        name,
                        cache.toString(),
                        run.toString(),
                        Integer.toString(result.status()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String actual = new String(hash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        hash.waitFor();
        Path special = recorded("expect-" + jdk.feature() + ".sha256");
        return actual.equals(Files.readString(Files.exists(special) ? special : recorded("expect.sha256")));
    }

    @Override
    public String evidence() {
        return "see " + run;
    }

    @Override
    public void close() throws IOException {
        empty(run);
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
