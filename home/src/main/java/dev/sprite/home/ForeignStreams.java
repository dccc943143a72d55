package dev.sprite.home;

import dev.sprite.transport.Link;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.message.HomeMessage.Available;
import dev.sprite.transport.message.HomeMessage.Close;
import dev.sprite.transport.message.HomeMessage.Count;
import dev.sprite.transport.message.HomeMessage.Input;
import dev.sprite.transport.message.HomeMessage.Read;
import dev.sprite.transport.message.HomeMessage.Skip;
import dev.sprite.transport.message.HomeMessage.Write;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** The standard streams of the home process, over the home link. Both outputs share it, so their order is kept. */
final class ForeignStreams implements StandardStreams {
    private static final int PART = 64 << 10;
    private static final Duration FOREVER = Duration.ofDays(365);

    private final Link link;
    private final String[] failures = new String[3];

    ForeignStreams(Link link) {
        this.link = link;
    }

    /** Home could not write; nor can anyone from now on. */
    synchronized void failed(int descriptor, String reason) {
        if (descriptor == 1 || descriptor == 2) {
            failures[descriptor] = reason;
        }
    }

    private synchronized void check(int descriptor) throws IOException {
        if (failures[descriptor] != null) {
            throw new IOException(failures[descriptor]);
        }
    }

    @Override
    public void write(int descriptor, byte[] bytes) throws IOException {
        check(descriptor);
        for (int from = 0; from < bytes.length; from += PART) {
            byte[] part = from == 0 && bytes.length <= PART
                    ? bytes
                    : Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
            link.send(new Write(descriptor, part));
        }
    }

    @Override
    public byte[] read(int length) throws IOException {
        return ask(new Read(length), Input.class).bytes();
    }

    @Override
    public int available() throws IOException {
        return (int) ask(new Available(), Count.class).count();
    }

    @Override
    public long skip(long count) throws IOException {
        return ask(new Skip(count), Count.class).count();
    }

    @Override
    public void close(int descriptor) throws IOException {
        ask(new Close(descriptor), Done.class);
    }

    /** A refusal carries the message of the exception that home got. */
    private <T extends Message> T ask(Message question, Class<T> answer) throws IOException {
        try {
            return link.request(question, answer, FOREVER);
        } catch (RefusedException e) {
            throw new IOException(e.getMessage());
        }
    }
}
