package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.capture.HeapCapture;
import dev.sprite.image.NotMovableException;
import dev.sprite.image.carrier.ThreadLocals;
import dev.sprite.instrumentation.ClassInstrumenter;
import dev.sprite.restore.HeapRestore;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Transport;
import dev.sprite.transport.message.MessageKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Has a target JVM do, on objects of no consequence, what it will do while the program stands still: what takes time
 * then is not the work but the loading and compiling of the code that does it. Until the JVM is needed it goes on for
 * a while, as nobody is waiting.
 */
final class WarmUp {
    /** Rounds that must be: enough for the compiler to take notice. */
    private static final int LEAST = 8;
    /** Rounds after which restore and links are compiled. */
    private static final int RESTORES = 24;
    /** Rounds after which the making of resume code is compiled, too. */
    private static final int MOST = 60;

    /** More than there are in this class. */
    private static final int SITES = 100;

    private final Program program;
    private final Transport transport;
    private final List<String> classes;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean isNeeded;

    /** @param classes the program's, which another JVM had loaded */
    WarmUp(Program program, Transport transport, List<String> classes) {
        this.program = program;
        this.transport = transport;
        this.classes = classes;
    }

    /** Begins, on a thread of its own. */
    void begin() {
        DaemonThreads.start("sprite-warm-up", () -> {
            try {
                run();
                done.complete(null);
            } catch (IOException | NotMovableException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
    }

    /** Somebody waits: does no more than must be. */
    void hurry() {
        isNeeded = true;
    }

    /** Waits for the end. */
    void finish() throws IOException {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new IOException("this JVM cannot rebuild even a simple image", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while preparing", e);
        }
    }

    private void run() throws IOException, NotMovableException {
        long begun = System.nanoTime();
        program.switches().resuming(true);
        if (!isNeeded) {
            program.letThreadsUnwind(); // for the program's next move; now it costs no compiled code
        }
        ProcessHandle.current(); // which starts what watches processes
        FreezeCode.load();
        ThreadLocals.rehearse();
        Program.load(classes);
        int round = 0;
        makeResumeCode();
        for (; round < LEAST || !isNeeded && round < MOST; round++) {
            if (round < RESTORES) {
                rehearseRestore();
            }
            if (!isNeeded) {
                rehearseMore(round);
            }
        }
        MessageKind.warmUp();
        Log.debug("warmed up in " + round + " rounds, " + (System.nanoTime() - begun) / 1_000_000 + " ms");
    }

    private void rehearseMore(int round) throws IOException {
        makeResumeCode();
        if (round < RESTORES && round % LEAST == 0) {
            transport.rehearse();
            program.retransformMain();
        }
    }

    private void rehearseRestore() throws IOException, NotMovableException {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        new HeapCapture(program.instrumentation(), Program::contains, program.roles()).rehearse(image);
        HeapRestore.rehearse(
                new ByteArrayInputStream(image.toByteArray()), program.instrumentation(), program.roles());
    }

    private static void makeResumeCode() throws IOException {
        try (InputStream own = WarmUp.class.getResourceAsStream("WarmUp.class")) {
            Set<Integer> all = IntStream.range(0, SITES).boxed().collect(Collectors.toSet());
            Map<String, Set<Integer>> sites = Map.of("run()V", all);
            ClassInstrumenter.ofProgram()
                    .instrumentForResume(own.readAllBytes(), sites, true, (a, b) -> "java/lang/Object");
        }
    }
}
