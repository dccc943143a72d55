package dev.sprite.home;

import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Link;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.message.HomeMessage.Available;
import dev.sprite.transport.message.HomeMessage.Close;
import dev.sprite.transport.message.HomeMessage.Count;
import dev.sprite.transport.message.HomeMessage.Input;
import dev.sprite.transport.message.HomeMessage.Read;
import dev.sprite.transport.message.HomeMessage.Readable;
import dev.sprite.transport.message.HomeMessage.Skip;
import dev.sprite.transport.message.HomeMessage.Write;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The standard streams of the home process, over the home link. Both outputs share it, so their order is kept.
 *
 * <p>The program's threads only put down here what they want and wait: they never run the code of the link, which would
 * leave its marks in their thread locals and mind their interrupts, as a system call does not.
 */
final class ForeignStreams implements StandardStreams {
    private static final Logger log = LoggerFactory.getLogger(ForeignStreams.class);
    private static final int PART = 64 << 10;
    private static final int MOST_UNSENT = 1 << 20;
    private static final Duration FOREVER = Duration.ofDays(365);

    private final Link link;
    /** Output in the order in which it was written; guards the fields that follow. */
    private final ArrayDeque<Write> unsent = new ArrayDeque<>();
    private final String[] failures = new String[3];
    private int unsentBytes;
    private boolean sending;
    /** What waits for an answer; guards the answers. */
    private final ArrayDeque<Question> questions = new ArrayDeque<>();

    /** Something only home can answer. */
    private static final class Question {
        private final Message message;
        private Message answer;
        private IOException failure;

        Question(Message message) {
            this.message = message;
        }

        boolean isAnswered() {
            return answer != null || failure != null;
        }
    }

    ForeignStreams(Link link) {
        this.link = link;
        DaemonThreads.start("sprite-foreign-stdout", this::send);
        DaemonThreads.start("sprite-foreign-stdin", this::ask);
    }

    /** Home could not write; nor can anyone from now on. */
    void failed(int descriptor, String reason) {
        synchronized (unsent) {
            if (descriptor == 1 || descriptor == 2) {
                failures[descriptor] = reason;
            }
            unsent.notifyAll();
        }
    }

    @Override
    public void write(int descriptor, byte[] bytes) throws IOException {
        boolean interrupted = false;
        synchronized (unsent) {
            for (int from = 0; from < bytes.length; from += PART) {
                while (unsentBytes > MOST_UNSENT && failures[descriptor] == null) {
                    interrupted |= pause(unsent);
                }
                if (failures[descriptor] != null) {
                    throw new IOException(failures[descriptor]);
                }
                byte[] part = bytes.length <= PART
                        ? bytes
                        : Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
                unsent.add(new Write(descriptor, part));
                unsentBytes += part.length;
            }
            unsent.notifyAll();
        }
        restore(interrupted);
    }

    /** Waits until what has been written is on the link, ahead of whatever is sent on it from now on. */
    void flush() {
        boolean interrupted = false;
        synchronized (unsent) {
            while ((sending || !unsent.isEmpty()) && link.isOpen()) {
                interrupted |= pause(unsent);
            }
        }
        restore(interrupted);
    }

    private void send() {
        try {
            for (;;) {
                link.send(nextWrite());
            }
        } catch (IOException e) {
            log.debug("home link: {}", e.getMessage()); // this JVM ends with it; until then the program waits
        }
    }

    /** What has been written to one descriptor in a row, as one write. */
    private Write nextWrite() {
        synchronized (unsent) {
            sending = false;
            unsent.notifyAll();
            while (unsent.isEmpty()) {
                pause(unsent);
            }
            sending = true;
            Write first = unsent.remove();
            unsentBytes -= first.bytes().length;
            Write next = unsent.peek();
            if (next == null || next.descriptor() != first.descriptor()) {
                return first;
            }
            ByteArrayOutputStream joined = new ByteArrayOutputStream(PART);
            joined.writeBytes(first.bytes());
            while (next != null && next.descriptor() == first.descriptor()
                    && joined.size() + next.bytes().length <= PART) {
                joined.writeBytes(unsent.remove().bytes());
                unsentBytes -= next.bytes().length;
                next = unsent.peek();
            }
            return new Write(first.descriptor(), joined.toByteArray());
        }
    }

    @Override
    public byte[] read(int length) throws IOException {
        return ((Input) ask(new Read(length))).bytes();
    }

    @Override
    public int available() throws IOException {
        return (int) ((Count) ask(new Available())).count();
    }

    /** Who waits does so on a thread of ours, and must not keep others from asking. */
    @Override
    public boolean isReadable(boolean wait) throws IOException {
        Readable question = new Readable(wait);
        Count answer = wait ? link.request(question, Count.class, FOREVER) : (Count) ask(question);
        return answer.count() > 0;
    }

    @Override
    public long skip(long count) throws IOException {
        return ((Count) ask(new Skip(count))).count();
    }

    @Override
    public void close(int descriptor) throws IOException {
        flush();
        ask(new Close(descriptor));
    }

    private Message ask(Message message) throws IOException {
        Question question = new Question(message);
        boolean interrupted = false;
        synchronized (questions) {
            questions.add(question);
            questions.notifyAll();
            while (!question.isAnswered()) {
                interrupted |= pause(questions);
            }
        }
        restore(interrupted);
        if (question.failure != null) {
            throw new IOException(question.failure.getMessage());
        }
        return question.answer;
    }

    private void ask() {
        for (;;) {
            Question question;
            synchronized (questions) {
                while (questions.isEmpty()) {
                    pause(questions);
                }
                question = questions.remove();
            }
            Message answer = null;
            IOException failure = null;
            try {
                answer = link.request(question.message, answerType(question.message), FOREVER);
            } catch (RefusedException e) {
                failure = e; // it has the message of the exception that home got
            } catch (IOException e) {
                log.debug("home link: {}", e.getMessage());
                return;
            }
            synchronized (questions) {
                question.answer = answer;
                question.failure = failure;
                questions.notifyAll();
            }
        }
    }

    private static Class<? extends Message> answerType(Message question) {
        if (question instanceof Read) {
            return Input.class;
        }
        return question instanceof Close ? Done.class : Count.class;
    }

    /** Waits on {@code lock}; returns whether the thread was interrupted meanwhile. */
    private static boolean pause(Object lock) {
        try {
            lock.wait(1_000);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
