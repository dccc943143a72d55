package dev.sprite.tests;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Clients of a server of HTTP on this host that ask one thing after the other, and want the answer to each. They ask once:
 * a request or an answer that is lost is an error. Half of them make a new connection for each request.
 */
final class Clients implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<Integer>> clients = new ArrayList<>();
    private final Semaphore answers = new Semaphore(0);
    private final int port;
    private volatile boolean ending;

    Clients(int port, int count) {
        this.port = port;
        for (int i = 0; i < count; i++) {
            int number = i;
            clients.add(threads.submit(() -> ask(number)));
        }
    }

    private int ask(int client) throws Exception {
        int asked = 0;
        Connection kept = new Connection();
        while (!ending) {
            String path = "/" + client + "/" + asked++;
            if (client % 2 == 0) {
                kept.ask(path);
            } else {
                try (Connection connection = new Connection()) {
                    connection.ask(path);
                }
            }
            answers.release();
            Thread.sleep(1); // else they would take the processors from the move
        }
        kept.close();
        return asked;
    }

    /** Waits until so many more requests have been answered. */
    void awaitAnswers(int count) throws Exception {
        for (int got = 0; got < count; got++) {
            while (!answers.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                for (Future<Integer> client : clients) {
                    if (client.isDone()) {
                        client.get(); // says what is wrong
                    }
                }
            }
        }
    }

    /** Has all clients end, then the server. Returns how many requests have been answered in all. */
    int end() throws Exception {
        ending = true;
        int asked = 1;
        for (Future<Integer> each : clients) {
            asked += each.get();
        }
        try (Connection connection = new Connection()) {
            connection.ask("/end");
        }
        return asked;
    }

    @Override
    public void close() {
        ending = true;
        threads.shutdownNow();
    }

    private final class Connection implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        private final DataInputStream in = new DataInputStream(socket.getInputStream());

        Connection() throws IOException {}

        void ask(String path) throws IOException {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n").getBytes());
            String head = in.readLine();
            int length = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.toLowerCase().startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
                }
            }
            String body = new String(in.readNBytes(length));
            if (head == null || !head.endsWith("200 OK") || !body.equals("answer to " + path)) {
                throw new IOException("asked for " + path + ", got " + head + " " + body);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
