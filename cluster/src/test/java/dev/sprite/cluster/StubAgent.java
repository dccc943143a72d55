package dev.sprite.cluster;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in for the agent in a target JVM: reports a port, and that it is ready when asked to. JDK only. */
public final class StubAgent {
    private static ServerSocket server;
    private static String spec;
    private static String assignment;

    private StubAgent() {}

    public static void premain(String options) throws Exception {
        if (Boolean.getBoolean("stub.dies")) {
            System.err.println("no room for a heap");
            Runtime.getRuntime().halt(3);
        }
        spec = Files.readString(Path.of(options.substring(options.lastIndexOf("target=") + 7)));
        assignment = tell("{\"op\":\"assignment\",\"id\":\"" + field("id") + "\"}");
        if (!assignment.contains("listen")) {
            Runtime.getRuntime().halt(4);
        }
        server = new ServerSocket(0, 1, InetAddress.getByName(field(assignment, "listen")));
        tell("{\"op\":\"started\",\"id\":\"" + field("id") + "\",\"port\":" + server.getLocalPort() + "}");
    }

    /** Says that the program has been rebuilt. */
    static void ready() throws Exception {
        tell("{\"op\":\"ready\",\"id\":\"" + field("id") + "\"}");
    }

    private static String field(String name) {
        return field(spec, name);
    }

    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        matcher.find();
        return matcher.group(1);
    }

    private static String tell(String line) throws Exception {
        try (SocketChannel daemon = SocketChannel.open(UnixDomainSocketAddress.of(field("daemonSocket")))) {
            daemon.write(StandardCharsets.UTF_8.encode(line + "\n"));
            ByteBuffer answer = ByteBuffer.allocate(10_000);
            daemon.read(answer);
            return StandardCharsets.UTF_8.decode(answer.flip()).toString();
        }
    }
}
