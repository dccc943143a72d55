package dev.sprite.transport;

import java.net.InetSocketAddress;

/** {@code ADDR:PORT}, the way users and messages write an address; an IPv6 address stands in brackets. */
public record HostAddress(String host, int port) {
    /** Parses {@code text}; throws {@link IllegalArgumentException} with a message for the user. */
    public static HostAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[") && colon > 0 && text.charAt(colon - 1) == ']';
        String host = bracketed ? text.substring(1, colon - 1) : colon > 0 ? text.substring(0, colon) : "";
        int port = -1;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            // reported below, as the other ways to get it wrong are
        }
        if (host.isEmpty() || !bracketed && host.indexOf(':') >= 0 || port < 0 || port > 0xffff) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address; write ADDR:PORT, as in 10.0.0.7:7717");
        }
        return new HostAddress(host, port);
    }

    /** Whether {@code text} looks like an address rather than a host's name. */
    public static boolean isAddress(String text) {
        return text.indexOf(':') >= 0;
    }

    public static HostAddress of(InetSocketAddress address) {
        return new HostAddress(address.getAddress().getHostAddress(), address.getPort());
    }

    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ':' + port;
    }
}
