package dev.sprite.image.part;

import dev.sprite.image.ImageFormatException;
import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import dev.sprite.image.Refusal;
import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.net.SocketImpl;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.util.Map;

/**
 * The native threads that a socket knows to be in calls on it: it waits for them when it is closed, and signals them. In
 * another JVM they are none that can be signalled. And its descriptor's number, as far as it keeps that itself.
 */
final class SocketPart implements NativePart {
    private static final MethodHandle UNBLOCK = Handles.staticMethod(
            Handles.type("sun.nio.ch.IOUtil"), "configureBlocking", void.class, FileDescriptor.class, boolean.class);
    private static final String NUMBER = "fdVal";
    private static final Map<Class<?>, String[]> THREADS = Map.of(
            Handles.type("sun.nio.ch.NioSocketImpl"), new String[] {"readerThread", "writerThread"},
            Handles.type("sun.nio.ch.SocketChannelImpl"), new String[] {"readerThread", "writerThread"},
            Handles.type("sun.nio.ch.ServerSocketChannelImpl"), new String[] {"thread"});

    @Override
    public boolean isOf(Class<?> type) {
        return THREADS.containsKey(type);
    }

    @Override
    public void write(Object socket, ImageWriter out) {
        if (socket instanceof Channel && Raw.UNSAFE.getReference(socket, Raw.offset(socket.getClass(), "family"))
                == StandardProtocolFamily.UNIX) {
            throw new Refusal("sockets of the Unix domain are not moved yet");
        }
        FileDescriptor descriptor = (FileDescriptor) Raw.UNSAFE.getReference(
                socket, Raw.offset(socket instanceof Channel ? socket.getClass() : SocketImpl.class, "fd"));
        if (!SpriteFiles.isForeign() && descriptor != null && descriptor.valid()) {
            Handles.invoke(UNBLOCK, descriptor, false); // home is only to look; the JDK itself does so now and then
        }
    }

    @Override
    public void read(Object socket, ImageReader in) throws ImageFormatException {
        for (String field : THREADS.get(socket.getClass())) {
            leave(socket, Raw.offset(socket.getClass(), field));
        }
        if (socket instanceof Channel) {
            long number = Raw.offset(socket.getClass(), NUMBER);
            Raw.UNSAFE.putInt(socket, number, Raw.UNSAFE.getInt(socket, number) | SpriteFiles.AWAY);
        }
    }

    private static void leave(Object socket, long field) {
        long thread = Raw.UNSAFE.getLong(socket, field);
        Raw.UNSAFE.putLong(socket, field, thread == 0 ? 0 : thread | SpriteFiles.AWAY_ADDRESS);
    }
}
