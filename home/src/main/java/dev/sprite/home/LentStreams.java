package dev.sprite.home;

import dev.sprite.transport.Link;
import dev.sprite.transport.Received;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.HomeMessage.Available;
import dev.sprite.transport.message.HomeMessage.Close;
import dev.sprite.transport.message.HomeMessage.Count;
import dev.sprite.transport.message.HomeMessage.Input;
import dev.sprite.transport.message.HomeMessage.Read;
import dev.sprite.transport.message.HomeMessage.Readable;
import dev.sprite.transport.message.HomeMessage.Skip;
import dev.sprite.transport.message.HomeMessage.StreamMessage;
import dev.sprite.transport.message.HomeMessage.Write;
import dev.sprite.transport.message.HomeMessage.WriteFailed;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.Message;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lends the terminal, or whatever the standard streams of this process are, to foreign processes. */
final class LentStreams {
    private static final Logger log = LoggerFactory.getLogger(LentStreams.class);
    private static final int LONGEST_READ = 1 << 16;

    private final StandardStreams streams;
    private final InputRelay input;

    LentStreams(StandardStreams streams) {
        this.streams = streams;
        input = new InputRelay(streams);
    }

    /**
     * Makes a call on a stream.
     *
     * @return the answer, or null if there is none or it comes later
     */
    Message answer(StreamMessage call, Received request, ForeignProcess process) throws IOException {
        if (call instanceof Write write) {
            write(write, process.link());
            return null;
        } else if (call instanceof Read read) {
            int length = Math.min(Math.max(read.length(), 1), LONGEST_READ);
            input.request(new RemoteReader(process, request), length);
            return null;
        } else if (call instanceof Readable readable && readable.waits()) {
            input.awaitReadable(new RemoteReader(process, request));
            return null;
        }
        try {
            return new Count(make(call));
        } catch (IOException e) {
            throw new RefusedException(ControlException.FAILED, e.getMessage());
        }
    }

    private long make(StreamMessage call) throws IOException {
        if (call instanceof Available) {
            return input.available();
        } else if (call instanceof Readable) {
            return input.isReadable() ? 1 : 0;
        } else if (call instanceof Skip skip) {
            return input.skip(skip.count());
        } else if (call instanceof Close close) {
            streams.close(close.descriptor());
            return 0;
        }
        throw new RefusedException(ControlException.FAILED, "not for home");
    }

    private void write(Write write, Link link) throws IOException {
        try {
            streams.write(write.descriptor(), write.bytes());
        } catch (IOException e) {
            link.send(new WriteFailed(write.descriptor(), e.getMessage()));
        }
    }

    /** Waits for input on behalf of the other end. */
    private record RemoteReader(ForeignProcess process, Received request) implements InputRelay.Reader {
        @Override
        public boolean isWaiting() {
            return process.isCurrent() && process.link().isOpen();
        }

        @Override
        public void take(byte[] bytes) {
            reply(new Input(bytes));
        }

        @Override
        public void readable() {
            reply(new Count(1));
        }

        @Override
        public void failed(IOException e) {
            reply(new Refused(ControlException.FAILED, e.getMessage()));
        }

        private void reply(Message answer) {
            try {
                process.link().reply(request, answer);
            } catch (IOException e) {
                log.debug("home link: {}", e.getMessage());
            }
        }
    }
}
