package dev.sprite.tests.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of HTTP with a thread to each connection: answers what it was asked, and ends when asked for {@code /end}. */
public final class Serving {
    private static final AtomicInteger ANSWERS = new AtomicInteger();

    private Serving() {}

    public static void main(String[] args) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        System.out.println("port " + server.getLocalPort());
        while (!server.isClosed()) {
            Socket connection = server.accept();
            Thread thread = new Thread(() -> serve(connection));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void serve(Socket connection) {
        try (connection;
                BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream()));
                OutputStream out = connection.getOutputStream()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String path = line.split(" ")[1];
                while (!in.readLine().isEmpty()) {
                    // a header
                }
                ANSWERS.incrementAndGet();
                String body = "answer to " + path;
                out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes());
                if (path.equals("/end")) {
                    System.out.println("answered " + ANSWERS);
                    System.exit(0);
                }
            }
        } catch (IOException e) {
            System.out.println(e);
        }
    }
}
