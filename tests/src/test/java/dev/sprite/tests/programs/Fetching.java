package dev.sprite.tests.programs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.script.AbstractScriptEngine;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptException;
import javax.script.SimpleBindings;

/** Asks its own server for a page, in a script; the answer waits at the gate. All beneath classes of the platform's. */
public final class Fetching {
    private static String gate;

    private Fetching() {}

    public static void main(String[] args) throws Exception {
        gate = args[0];
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", Fetching::serve);
        server.start();
        System.out.println(new Script().eval("http://127.0.0.1:" + server.getAddress().getPort()));
        System.exit(0);
    }

    private static void serve(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/slow")) {
            try {
                Gate.await(gate);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        byte[] body = ("answer to " + exchange.getRequestURI().getPath()).getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static final class Script extends AbstractScriptEngine {
        private final HttpClient client = HttpClient.newHttpClient();

        @Override
        public Object eval(String server, ScriptContext context) throws ScriptException {
            try {
                return fetch(server + "/quick") + ", " + fetch(server + "/slow") + ", " + fetch(server + "/quick");
            } catch (IOException | InterruptedException e) {
                throw new ScriptException(e);
            }
        }

        private String fetch(String page) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create(page)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }

        @Override
        public Object eval(Reader script, ScriptContext context) throws ScriptException {
            throw new ScriptException("not asked for");
        }

        @Override
        public Bindings createBindings() {
            return new SimpleBindings();
        }

        @Override
        public ScriptEngineFactory getFactory() {
            return null;
        }
    }
}
