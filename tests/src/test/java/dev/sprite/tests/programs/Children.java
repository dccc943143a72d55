package dev.sprite.tests.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Children that run while the program waits at its gate, and others that it starts behind it. */
public final class Children {
    private Children() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        Process echo = sh("while read line; do echo \"echo: $line\"; done; exit 3");
        BufferedReader answers = echo.inputReader();
        Writer questions = echo.outputWriter();
        questions.write("before\n");
        questions.flush();
        System.out.println(answers.readLine());
        Process ended = sh("echo left behind; echo to be read >&2; exit 5");
        ended.waitFor();
        Process unread = sh("seq 1 100000");
        Process ending = sh("read line; exit 7");
        CompletableFuture<String> end = ending.onExit().thenApply(process -> "exit status " + process.exitValue());
        ProcessHandle handle = ending.toHandle();
        CompletableFuture<Boolean> handled = handle.onExit().thenApply(ProcessHandle::isAlive);

        Gate.await(args[0]);

        questions.write("after\n");
        questions.flush();
        System.out.println(answers.readLine());
        System.out.println(echo.isAlive() + " " + echo.toHandle().isAlive() + " " + ended.isAlive());
        questions.close();
        System.out.println(answers.readLine() + ", then " + echo.waitFor() + " " + echo.exitValue());
        System.out.println(text(ended.getInputStream()) + text(ended.getErrorStream()) + ended.exitValue());
        System.out.println(text(unread.getInputStream()).length() + " " + unread.waitFor());
        System.out.println(end.isDone() + " " + handle.isAlive());
        ending.getOutputStream().write('\n');
        ending.getOutputStream().close();
        System.out.println(end.join() + " " + handled.join());
        start();
        redirect(folder);
        end();
        identify();
    }

    private static Process sh(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes());
    }

    private static void start() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "pwd; echo $GIVEN; echo wrong >&2; exit 4");
        builder.environment().put("GIVEN", "its environment");
        builder.directory(new java.io.File("/usr"));
        builder.redirectErrorStream(true);
        Process process = builder.start();
        System.out.println(text(process.getInputStream()) + process.waitFor());
        System.out.println(text(Runtime.getRuntime().exec(new String[] {"echo", "executed"}).getInputStream()));
        try {
            new ProcessBuilder("/there/is/no/such/program").start();
        } catch (IOException e) {
            System.out.println(e.getMessage() + ": " + e.getCause().getMessage());
        }
        List<Process> pipeline = ProcessBuilder.startPipeline(
                List.of(new ProcessBuilder("seq", "1", "20000"), new ProcessBuilder("grep", "-c", "7")));
        System.out.println(text(pipeline.get(1).getInputStream()) + pipeline.get(0).waitFor());
        System.out.println("ahead of a child");
        new ProcessBuilder("echo", "inherited").inheritIO().start().waitFor();
        System.out.println("behind it");
    }

    private static void redirect(Path folder) throws Exception {
        Path file = folder.resolve("output");
        Files.writeString(file, "old\n");
        for (Redirect redirect : List.of(Redirect.to(file.toFile()), Redirect.appendTo(file.toFile()))) {
            new ProcessBuilder("echo", redirect.type().name()).redirectOutput(redirect).start().waitFor();
        }
        System.out.println(Files.readString(file));
        Process sorting = new ProcessBuilder("sort").redirectInput(file.toFile()).start();
        System.out.println(text(sorting.getInputStream()));
        Process silent = new ProcessBuilder("sh", "-c", "echo lost; echo too >&2; exit 6")
                .redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start();
        System.out.println(silent.waitFor() + text(silent.getInputStream()) + ".");
    }

    private static void end() throws Exception {
        Process sleeping = new ProcessBuilder("sleep", "1000").start();
        System.out.println(sleeping.waitFor(1, TimeUnit.MILLISECONDS) + " " + sleeping.isAlive());
        sleeping.destroy();
        System.out.println(sleeping.waitFor() + " " + sleeping.isAlive() + " " + sleeping.toHandle().isAlive());
        Process stubborn = new ProcessBuilder("sleep", "1000").start();
        System.out.println(stubborn.destroyForcibly().waitFor(60, TimeUnit.SECONDS) + " " + stubborn.exitValue());
    }

    /** All are children of the one process that the user has started. */
    private static void identify() throws Exception {
        Process process = sh("echo $PPID; read line");
        BufferedReader in = new BufferedReader(new InputStreamReader(process.getInputStream()));
        ProcessHandle self = ProcessHandle.current();
        System.out.println(in.readLine().equals("" + self.pid()) + " " + self.isAlive());
        System.out.println(self.children().anyMatch(process.toHandle()::equals));
        System.out.println(process.toHandle().parent().orElseThrow().pid() == self.pid());
        System.out.println(ProcessHandle.of(process.pid()).orElseThrow().equals(process.toHandle()));
        System.out.println(Path.of(process.info().command().orElseThrow()).equals(Path.of("/bin/sh").toRealPath())
                + " " + List.of(process.info().arguments().orElseThrow()));
        System.out.println(self.parent().isPresent() + " " + self.info().command().orElseThrow());
        try (OutputStream out = process.getOutputStream()) {
            out.write('\n');
        }
        System.out.println(process.waitFor());
    }
}
