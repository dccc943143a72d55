package dev.sprite.home.files;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The sockets of home, as a foreign process has them. Those calls on them that are not here need nothing of their own. */
final class ForeignSockets {
    private static final String POLL = "sun.nio.ch.Net.poll(Ljava/io/FileDescriptor;IJ)I";

    private final ForeignFiles.Home home;

    ForeignSockets(ForeignFiles.Home home) {
        this.home = home;
    }

    /** {@code Net.accept}: of a socket, into another descriptor and an array for its peer. */
    Object accept(String key, Object[] arguments) throws Throwable {
        FileRequest.Reply reply = FileRequest.ask(home, key, new Object[] {arguments[0]});
        if ((Integer) reply.result() > 0) {
            Descriptors.set((FileDescriptor) arguments[1], reply.outcome().readInt() | SpriteFiles.AWAY);
            InetAddress address = ((Argument.Host) CallFormat.read(reply.outcome())).toAddress();
            ((InetSocketAddress[]) arguments[2])[0] = new InetSocketAddress(address, reply.outcome().readInt());
        }
        return reply.result();
    }

    /** @throws UnsupportedOperationException if home cannot poll it */
    static void checkRegistered(int descriptor) {
        if (!SpriteFiles.isAway(descriptor)) {
            throw new UnsupportedOperationException(
                    "a selector cannot be used with such a channel while the program is away from home");
        }
    }

    void select(int poller, int count, int millis, SpriteSocketWait wait) {
        ask(HomeSockets.SELECT, new Object[] {poller, count, millis}, wait);
    }

    void poll(FileDescriptor socket, int events, long millis, SpriteSocketWait wait) {
        ask(POLL, new Object[] {socket, events, millis}, wait);
    }

    private void ask(String key, Object[] arguments, SpriteSocketWait wait) {
        byte[] request;
        try {
            request = FileRequest.encode(key, arguments);
        } catch (IOException e) {
            wait.fail(e);
            return;
        }
        home.call(request, (result, failure) -> tell(wait, result, failure));
    }

    private static void tell(SpriteSocketWait wait, byte[] result, IOException failure) {
        if (failure != null) {
            wait.fail(failure);
            return;
        }
        try {
            FileRequest.Reply reply = FileRequest.reply(result);
            int ready = (Integer) reply.result();
            if (reply.outcome().available() == 0) {
                wait.answer(ready);
                return;
            }
            int[] events = new int[2 * ready];
            for (int i = 0; i < events.length; i++) {
                events[i] = reply.outcome().readInt();
            }
            wait.answer(events);
        } catch (Throwable e) {
            wait.fail(e instanceof IOException unready ? unready : new IOException(e));
        }
    }
}
