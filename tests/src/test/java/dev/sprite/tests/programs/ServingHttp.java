package dev.sprite.tests.programs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The server that {@link Serving} is, as the JDK has one. */
public final class ServingHttp {
    private static final AtomicInteger ANSWERS = new AtomicInteger();

    private ServingHttp() {}

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ServingHttp::serve);
        server.setExecutor(Executors.newFixedThreadPool(3));
        server.start();
        System.out.println("port " + server.getAddress().getPort());
    }

    private static void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int answers = ANSWERS.incrementAndGet();
        byte[] body = ("answer to " + path).getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
        if (path.equals("/end")) {
            System.out.println("answered " + answers);
            System.exit(0);
        }
    }
}
