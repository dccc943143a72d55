package java.lang;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.Hidden;
import sun.nio.ch.IOUtil;
import sun.nio.ch.NativeThread;

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
        if (UNSAFE.getBooleanVolatile(implementation, Implementation.NON_BLOCKING)) {
            return;
        }
        try {
            if (SpriteFiles.isAway(socket)) {
                configureBlocking(socket, false);
            } else {
                IOUtil.configureBlocking(socket, false);
            }
            UNSAFE.putBooleanVolatile(implementation, Implementation.NON_BLOCKING, true);
        } catch (Throwable e) {
            // it has been closed, as what is called next will find
        }
    }

    private static final class Implementation {
        static final long NON_BLOCKING = UNSAFE.objectFieldOffset(type(), "nonBlocking");

        private static Class<?> type() {
            try {
                return Class.forName("sun.nio.ch.NioSocketImpl");
            } catch (ClassNotFoundException e) {
                throw new NoClassDefFoundError(e.getMessage());
            }
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

    private static FileDescriptor make(boolean stream, boolean listens) throws Throwable {
        boolean preferIPv6 = (boolean) Calls.IPV6.invokeExact();
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

    @Hidden
    public static void configureBlocking(FileDescriptor socket, boolean blocking) throws Throwable {
        Calls.CONFIGURE_BLOCKING.invokeExact(socket, blocking);
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

        private static MethodHandle net(String name, Class<?> result, Class<?>... parameters) {
            return SpriteFiles.linkStatic(sun.nio.ch.Net.class, name, result, parameters);
        }
    }
}
