package dev.sprite.transport;

import io.netty.channel.Channel;
import java.io.Closeable;
import java.net.InetSocketAddress;

/** Accepts links at one address until it is closed; links that were accepted stay open. */
public final class LinkServer implements Closeable {
    private final Channel channel;

    LinkServer(Channel channel) {
        this.channel = channel;
    }

    /** The address it listens on, with the real port. */
    public HostAddress address() {
        return HostAddress.of((InetSocketAddress) channel.localAddress());
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }
}
