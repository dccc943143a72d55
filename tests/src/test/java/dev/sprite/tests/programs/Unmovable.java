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

    private static void thread(String gate) throws InterruptedException {
        Thread counter = new Thread(() -> {
            try {
                Gate.await(gate);
            } catch (InterruptedException e) {
                System.out.println("interrupted");
            }
        });
        counter.setName("second");
        counter.start();
        counter.join();
    }

    private static void nativeState(String gate) throws InterruptedException {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[1000]);
        Gate.await(gate);
        deflater.finish();
        System.out.println(deflater.deflate(new byte[100]) > 0);
        deflater.end();
    }
}
