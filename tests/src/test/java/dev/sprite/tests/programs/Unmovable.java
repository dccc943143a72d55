package dev.sprite.tests.programs;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.locks.LockSupport;

/** Holds, at the gate, what its second argument names and what cannot be moved as yet. */
public final class Unmovable {
    private static volatile boolean open;
    private static volatile boolean done;

    private Unmovable() {}

    public static void main(String[] args) throws IOException, InterruptedException, ReflectiveOperationException {
        switch (args[1]) {
            case "thread":
                thread(args[0]);
                break;
            case "virtual":
                virtualThread(args[0]);
                break;
            case "socket":
                try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
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
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread second = new Thread(() -> {
            try {
                socket.receive(new DatagramPacket(new byte[1], 1));
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

    /** One that nobody holds, on JDKs that have such a thing. */
    private static void virtualThread(String gate) throws InterruptedException, ReflectiveOperationException {
        Runnable work = () -> {
            while (!open) {
                LockSupport.parkNanos(1_000_000);
            }
            done = true;
        };
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
        Gate.await(gate);
        open = true;
        while (!done) {
            Thread.sleep(1);
        }
    }

    private static void nativeState(String gate) throws InterruptedException {
        Cleaner cleaner = Cleaner.create();
        Cleaner.Cleanable registered = cleaner.register(gate, () -> System.out.println("cleaned"));
        Gate.await(gate);
        registered.clean();
    }
}
