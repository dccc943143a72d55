package dev.sprite.transport.control;

import com.google.gson.JsonElement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Asks a process or the daemon of this host. */
public final class ControlClient {
    private ControlClient() {}

    /** Asks and waits for the answer, however long it takes. */
    public static <T> T call(Path socket, ControlRequest request, Class<T> resultType, Consumer<String> progress)
            throws IOException, ControlException {
        return ControlWire.GSON.fromJson(last(socket, ControlWire.request(request), progress), resultType);
    }

    public static <T> T call(Path socket, ControlRequest request, Class<T> resultType)
            throws IOException, ControlException {
        return call(socket, request, resultType, ignored -> { });
    }

    private static JsonElement last(Path socket, String request, Consumer<String> progress)
            throws IOException, ControlException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer line = StandardCharsets.UTF_8.encode(request + "\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
            BufferedReader replies = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            for (;;) {
                String reply = replies.readLine();
                if (reply == null) {
                    throw new IOException("it ended before it had answered");
                }
                JsonElement result = ControlWire.parse(reply, progress);
                if (result != null) {
                    return result;
                }
            }
        }
    }
}
