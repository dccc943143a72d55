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

    void poll(FileDescriptor socket, int events, long millis, SpriteSocketWait wait) {
        byte[] request;
        try {
            request = FileRequest.encode(POLL, new Object[] {socket, events, millis});
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
            wait.answer((Integer) FileRequest.reply(result).result());
        } catch (Throwable e) {
            wait.fail(e instanceof IOException unready ? unready : new IOException(e));
        }
    }
}
