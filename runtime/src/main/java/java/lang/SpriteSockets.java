package java.lang;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.Hidden;
import sun.nio.ch.IOUtil;
import sun.nio.ch.NativeThread;
import sun.nio.ch.SelChImpl;

/**
 * What the JDK's classes of sockets call in the place of native methods. Those of their classes that are instrumented
 * make these calls, which are as long as the JDK's own, in a foreign JVM; the others by way of {@link SpriteFiles#link}.
 */
public final class SpriteSockets {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private SpriteSockets() {}

    /**
     * Makes calls on a socket of {@code java.net} return at once where they would block in the kernel: it then waits in
     * {@link SpriteBlocking#poll}, as it does by itself when there is a timeout.
     *
     * @param implementation the {@code NioSocketImpl}
     */
    public static void unblock(Object implementation, FileDescriptor socket) {
        if (UNSAFE.getBooleanVolatile(implementation, Implementation.NON_BLOCKING) || SpriteFiles.isAway(socket)) {
            return;
        }
        try {
            IOUtil.configureBlocking(socket, false);
            UNSAFE.putBooleanVolatile(implementation, Implementation.NON_BLOCKING, true);
        } catch (IOException e) {
            // it has been closed, as what is called next will find
        }
    }

    /** The same for a channel, in its blocking mode. */
    public static void unblock(Object channel) {
        FileDescriptor socket = ((SelChImpl) channel).getFD();
        if (!((SelectableChannel) channel).isBlocking() || SpriteFiles.isAway(socket) || Channels.isUnix(channel)) {
            return;
        }
        try {
            IOUtil.configureBlocking(socket, false);
        } catch (IOException e) {
            // it has been closed, as what is called next will find
        }
    }

    private static final class Channels {
        private static final long CLIENT = family("sun.nio.ch.SocketChannelImpl");
        private static final long SERVER = family("sun.nio.ch.ServerSocketChannelImpl");

        private static long family(String channel) {
            return UNSAFE.objectFieldOffset(type(channel), "family");
        }

        static boolean isUnix(Object channel) {
            return UNSAFE.getReference(channel, channel instanceof SocketChannel ? CLIENT : SERVER)
                    == StandardProtocolFamily.UNIX;
        }
    }

    private static final class Implementation {
        static final long NON_BLOCKING = UNSAFE.objectFieldOffset(type("sun.nio.ch.NioSocketImpl"), "nonBlocking");
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(e.getMessage());
        }
    }

    /** As JDKs before 19 have it. */
    public static FileDescriptor socket(boolean stream) throws Throwable {
        return make(stream, false);
    }

    /** The same for a socket that listens. */
    public static FileDescriptor serverSocket(boolean stream) throws Throwable {
        return make(stream, true);
    }

    /** As later JDKs have it. */
    public static FileDescriptor socket() throws Throwable {
        return make(true, false);
    }

    /** The same for a socket that listens. */
    public static FileDescriptor serverSocket() throws Throwable {
        return make(true, true);
    }

    /** For a channel. */
    public static FileDescriptor socket(ProtocolFamily family, boolean stream) throws Throwable {
        return make(family, stream, false);
    }

    /** The same for a channel that listens, as JDKs before 19 have it. */
    public static FileDescriptor serverSocket(ProtocolFamily family, boolean stream) throws Throwable {
        return make(family, stream, true);
    }

    /** The same, as later JDKs have it. */
    public static FileDescriptor serverSocket(ProtocolFamily family) throws Throwable {
        return make(family, true, true);
    }

    private static FileDescriptor make(boolean stream, boolean listens) throws Throwable {
        return make(null, stream, listens);
    }

    private static FileDescriptor make(ProtocolFamily family, boolean stream, boolean listens) throws Throwable {
        boolean preferIPv6 = (boolean) Calls.IPV6.invokeExact() && family != StandardProtocolFamily.INET;
        int number = (int) Calls.SOCKET.invokeExact(preferIPv6, stream, listens, false);
        return IOUtil.newFD(number);
    }

    /** {@code NativeThread.signal}; a thread that began its call in another JVM is in no system call of this one. */
    public static void signal(long thread) {
        if (!SpriteFiles.isAway(thread)) {
            NativeThread.signal(thread);
        }
    }

    @Hidden
    public static int poll(FileDescriptor socket, int events, long millis) throws IOException {
        return SpriteSocketWait.poll(socket, events, millis);
    }

    @Hidden
    public static void stopPoll(int socket) throws Throwable {
        SpriteSocketWait.stop(socket);
    }

    @Hidden
    public static void stopPoll(int socket, int event) throws Throwable {
        SpriteSocketWait.stop(socket, event);
    }

    /** Home's sockets are never blocking, whatever the JDK asks for. */
    @Hidden
    public static void configureBlocking(FileDescriptor socket, boolean blocking) throws Throwable {
        if (blocking && SpriteFiles.isAway(socket)) {
            return;
        }
        Calls.CONFIGURE_BLOCKING.invokeExact(socket, blocking);
    }

    /** {@code EPoll.create}. */
    public static int create() throws Throwable {
        return (int) Calls.CREATE.invokeExact();
    }

    /** {@code EPoll.ctl}. */
    public static int ctl(int poller, int operation, int descriptor, int events) throws Throwable {
        return (int) Calls.CTL.invokeExact(poller, operation, descriptor, events);
    }

    @Hidden
    public static void closeIntFD(int number) throws Throwable {
        Calls.CLOSE.invokeExact(number);
    }

    @Hidden
    public static int accept(FileDescriptor socket, FileDescriptor fresh, InetSocketAddress[] peer) throws Throwable {
        return (int) Calls.ACCEPT.invokeExact(socket, fresh, peer);
    }

    @Hidden
    public static void listen(FileDescriptor socket, int backlog) throws Throwable {
        Calls.LISTEN.invokeExact(socket, backlog);
    }

    @Hidden
    public static void shutdown(FileDescriptor socket, int how) throws Throwable {
        Calls.SHUTDOWN.invokeExact(socket, how);
    }

    @Hidden
    public static int available(FileDescriptor socket) throws Throwable {
        return (int) Calls.AVAILABLE.invokeExact(socket);
    }

    @Hidden
    public static int sendOOB(FileDescriptor socket, byte data) throws Throwable {
        return (int) Calls.SEND_OOB.invokeExact(socket, data);
    }

    /** The natives of the same names, or the same at home. */
    private static final class Calls {
        static final MethodHandle CONFIGURE_BLOCKING =
                SpriteFiles.linkStatic(IOUtil.class, "configureBlocking", void.class, FileDescriptor.class, boolean.class);
        static final MethodHandle ACCEPT = net(
                "accept", int.class, FileDescriptor.class, FileDescriptor.class, InetSocketAddress[].class);
        static final MethodHandle IPV6 = net("isIPv6Available", boolean.class);
        static final MethodHandle SOCKET =
                net("socket0", int.class, boolean.class, boolean.class, boolean.class, boolean.class);
        static final MethodHandle LISTEN = net("listen", void.class, FileDescriptor.class, int.class);
        static final MethodHandle SHUTDOWN = net("shutdown", void.class, FileDescriptor.class, int.class);
        static final MethodHandle AVAILABLE = net("available", int.class, FileDescriptor.class);
        static final MethodHandle SEND_OOB = net("sendOOB", int.class, FileDescriptor.class, byte.class);

        static final MethodHandle CREATE = epoll("create");
        static final MethodHandle CTL = epoll("ctl", int.class, int.class, int.class, int.class);
        static final MethodHandle CLOSE = SpriteFiles.linkStatic(
                type("sun.nio.ch.FileDispatcherImpl"), "closeIntFD", void.class, int.class);

        private static MethodHandle epoll(String name, Class<?>... parameters) {
            return SpriteFiles.linkStatic(type("sun.nio.ch.EPoll"), name, int.class, parameters);
        }

        private static MethodHandle net(String name, Class<?> result, Class<?>... parameters) {
            return SpriteFiles.linkStatic(sun.nio.ch.Net.class, name, result, parameters);
        }
    }
}
