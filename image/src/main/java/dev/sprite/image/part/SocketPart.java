package dev.sprite.image.part;

import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;

/**
 * The native threads that a socket knows to be in calls on it: it waits for them when it is closed, and signals them. In
 * another JVM they are none that can be signalled.
 */
final class SocketPart implements NativePart {
    private static final Class<?> SOCKET = Handles.type("sun.nio.ch.NioSocketImpl");
    private static final long READER = Raw.offset(SOCKET, "readerThread");
    private static final long WRITER = Raw.offset(SOCKET, "writerThread");

    @Override
    public boolean isOf(Class<?> type) {
        return type == SOCKET;
    }

    @Override
    public void write(Object socket, ImageWriter out) {}

    @Override
    public void read(Object socket, ImageReader in) {
        leave(socket, READER);
        leave(socket, WRITER);
    }

    private static void leave(Object socket, long field) {
        long thread = Raw.UNSAFE.getLong(socket, field);
        Raw.UNSAFE.putLong(socket, field, thread == 0 ? 0 : thread | SpriteFiles.AWAY_ADDRESS);
    }
}
