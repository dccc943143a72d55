package dev.sprite.tests.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** The server of HTTP that {@link Serving} is, on one thread with a selector. */
public final class Selecting {
    private static final int LARGEST_REQUEST = 1000;

    private static int answers;

    private Selecting() {}

    public static void main(String[] args) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        System.out.println("port " + server.socket().getLocalPort());
        for (;;) {
            selector.select();
            Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
            while (ready.hasNext()) {
                SelectionKey key = ready.next();
                ready.remove();
                if (key.isAcceptable()) {
                    SocketChannel connection = server.accept();
                    connection.configureBlocking(false);
                    connection.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(LARGEST_REQUEST));
                } else {
                    serve((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
                }
            }
        }
    }

    private static void serve(SocketChannel connection, ByteBuffer request) throws IOException {
        if (connection.read(request) < 0) {
            connection.close();
            return;
        }
        String text = new String(request.array(), 0, request.position(), StandardCharsets.UTF_8);
        if (!text.endsWith("\r\n\r\n")) {
            return;
        }
        request.clear();
        answers++;
        String path = text.split(" ")[1];
        String body = "answer to " + path;
        ByteBuffer answer = ByteBuffer.wrap(
                ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes());
        while (answer.hasRemaining()) {
            connection.write(answer);
        }
        if (path.equals("/end")) {
            System.out.println("answered " + answers);
            System.exit(0);
        }
    }
}
