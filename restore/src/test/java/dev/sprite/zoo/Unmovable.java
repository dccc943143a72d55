package dev.sprite.zoo;

import java.lang.ref.Cleaner;
import java.net.DatagramSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects that stand for something outside the heap. */
public final class Unmovable {
    /** The root that leads to one of them. */
    public static Object cache;

    private static Object plain;

    private Unmovable() {}

    private static final class Link {
        private final Object next;

        private Link(Object next) {
            this.next = next;
        }

        private static Object behind(int links, Object last) {
            Object first = last;
            for (int i = 0; i < links; i++) {
                first = new Link(first);
            }
            return first;
        }
    }

    /** What is to be refused, each by a name of its own. */
    public enum Kind {
        MAPPED_BUFFER, SOCKET, PIPE, CLEANER, THREAD, LOCKED_FILE, FAR_AWAY
    }

    /** Puts one of {@code kind} behind {@link #cache}. */
    public static void fill(Kind kind) throws Exception {
        Map<String, Object> map = new HashMap<>();
        map.put("key", make(kind));
        cache = map;
    }

    private static Object make(Kind kind) throws Exception {
        switch (kind) {
            case MAPPED_BUFFER:
                Path gone = Files.createTempFile("sprite", "mapped");
                try (FileChannel mapped =
                        FileChannel.open(gone, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                    return mapped.map(FileChannel.MapMode.READ_WRITE, 0, 10);
                } finally {
                    Files.delete(gone);
                }
            case SOCKET:
                return new DatagramSocket();
            case PIPE:
                return Pipe.open();
            case CLEANER:
                return Cleaner.create();
            case THREAD:
                Thread thread = new Thread(Unmovable::await, "worker");
                thread.setDaemon(true);
                thread.start();
                return thread;
            case LOCKED_FILE:
                Path locked = Files.createTempFile("sprite", "locked");
                locked.toFile().deleteOnExit();
                FileChannel channel = FileChannel.open(locked, StandardOpenOption.WRITE);
                channel.lock();
                return channel;
            default:
                return Link.behind(100_000, Cleaner.create());
        }
    }

    private static synchronized void await() {
        try {
            Unmovable.class.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Objects whose headers a refused capture must leave as they were. */
    public static List<Object> bystanders() {
        plain = new Object[] {new Object(), new StringBuilder("x")};
        return List.of((Object[]) plain);
    }
}
