package dev.sprite.tests.programs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.zip.Deflater;

/** Holds, at the gate, what its second argument names and what cannot be moved as yet. */
public final class Unmovable {
    private Unmovable() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        switch (args[1]) {
            case "thread":
                thread(args[0]);
                break;
            case "socket":
                try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    Gate.await(args[0]);
                    System.out.println(socket.isBound());
                }
                break;
            default:
                nativeState(args[0]);
                break;
        }
        System.out.println("unharmed");
    }

    /** A second thread waits in native code. */
    private static void thread(String gate) throws IOException, InterruptedException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread second = new Thread(() -> {
            try {
                socket.accept();
            } catch (IOException e) {
                System.out.println("closed");
            }
        });
        second.setName("second");
        second.start();
        Gate.await(gate);
        socket.close();
        second.join();
    }

    private static void nativeState(String gate) throws InterruptedException {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[1000]);
        deflater.deflate(new byte[1]);
        Gate.await(gate);
        deflater.finish();
        System.out.println(deflater.deflate(new byte[100]) > 0);
        deflater.end();
    }
}
