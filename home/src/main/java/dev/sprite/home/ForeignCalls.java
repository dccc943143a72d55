package dev.sprite.home;

import dev.sprite.home.files.ForeignFiles;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Link;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.message.HomeMessage.FileCall;
import dev.sprite.transport.message.HomeMessage.FileResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Calls of the program's threads that home makes, any number at a time. As with {@link ForeignStreams}, a thread of the
 * program's only puts down what it wants and waits.
 */
final class ForeignCalls {
    private static final Duration FOREVER = Duration.ofDays(365);

    private final Link link;
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private int idle;

    ForeignCalls(Link link) {
        this.link = link;
        addWorker();
    }

    private record Call(byte[] request, ForeignFiles.Answer answer) {}

    /** The outcome of a call that somebody waits for. */
    private static final class Outcome implements ForeignFiles.Answer {
        private byte[] result;
        private IOException failure;

        @Override
        public synchronized void come(byte[] result, IOException failure) {
            this.result = result;
            this.failure = failure;
            notifyAll();
        }

        synchronized byte[] await() throws IOException {
            boolean interrupted = false;
            while (result == null && failure == null) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure != null) {
                throw new IOException(failure.getMessage());
            }
            return result;
        }
    }

    byte[] call(byte[] request) throws IOException {
        Outcome outcome = new Outcome();
        call(request, outcome);
        return outcome.await();
    }

    void call(byte[] request, ForeignFiles.Answer answer) {
        synchronized (waiting) {
            waiting.add(new Call(request, answer));
            waiting.notify();
        }
    }

    private void addWorker() {
        DaemonThreads.start("sprite-home-call", this::work);
    }

    private void work() {
        for (;;) {
            Call call;
            boolean last;
            synchronized (waiting) {
                idle++;
                while (waiting.isEmpty()) {
                    try {
                        waiting.wait();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                call = waiting.remove();
                last = --idle == 0;
            }
            if (last) {
                addWorker(); // calls may take long, and must not wait for each other
            }
            try {
                call.answer.come(link.request(new FileCall(call.request), FileResult.class, FOREVER).bytes(), null);
            } catch (RefusedException e) {
                call.answer.come(null, e);
            } catch (IOException e) {
                return; // this JVM ends with its home: the program is not to see a failure that no home has had
            }
        }
    }
}
