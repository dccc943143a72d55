package dev.sprite.transport.control;

import dev.sprite.transport.DaemonThreads;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the control protocol on a Unix-domain socket, one daemon thread per connection. The directory the socket lies
 * in keeps other users out.
 */
public final class ControlServer implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

    private final Path socket;
    private final ControlHandler handler;
    private final ServerSocketChannel server;

    private ControlServer(Path socket, ControlHandler handler, ServerSocketChannel server) {
        this.socket = socket;
        this.handler = handler;
        this.server = server;
    }

    /** Opens {@code socket}, replacing what is left of a dead process's. */
    public static ControlServer open(Path socket, ControlHandler handler) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            server.close();
            throw new IOException("cannot open the control socket " + socket + ": " + e.getMessage(), e);
        }
        ControlServer made = new ControlServer(socket, handler, server);
        DaemonThreads.start("sprite-control", made::accept);
        return made;
    }

    private void accept() {
        try {
            for (;;) {
                SocketChannel client = server.accept();
                DaemonThreads.start("sprite-control-call", () -> serve(client, handler));
            }
        } catch (ClosedChannelException e) {
            // closed by close()
        } catch (IOException e) {
            log.error("control socket {}: {}", socket, e.getMessage());
        }
    }

    /** Serves one connection to its end, and closes it. */
    public static void serve(SocketChannel client, ControlHandler handler) {
        try (client) {
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8));
            String line = lines.readLine();
            if (line != null) {
                send(client, answer(line, client, handler));
            }
        } catch (IOException e) {
            log.debug("control client went away: {}", e.getMessage());
        }
    }

    private static String answer(String line, SocketChannel client, ControlHandler handler) {
        try {
            return ControlWire.result(handler.handle(ControlWire.parseRequest(line), text -> progress(client, text)));
        } catch (ControlException e) {
            return ControlWire.error(e);
        } catch (RuntimeException | Error e) {
            log.error("control request failed", e);
            return ControlWire.error(new ControlException(ControlException.FAILED, "internal error: " + e));
        }
    }

    private static void progress(SocketChannel client, String text) {
        try {
            send(client, ControlWire.progress(text));
        } catch (IOException e) {
            log.debug("control client went away: {}", e.getMessage());
        }
    }

    private static void send(SocketChannel client, String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
    }
}
