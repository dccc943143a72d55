package dev.sprite.home.files;

import dev.sprite.image.part.Handles;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;

/** Calls on the sockets of a process that runs elsewhere, as far as they are made in another way than those on files. */
final class HomeSockets {
    static final String ACCEPT =
            "sun.nio.ch.Net.accept(Ljava/io/FileDescriptor;Ljava/io/FileDescriptor;[Ljava/net/InetSocketAddress;)I";

    private static final MethodHandle ACCEPTING = Handles.staticMethod(Handles.type("sun.nio.ch.Net"), "accept",
            int.class, FileDescriptor.class, FileDescriptor.class, InetSocketAddress[].class);

    /** Events and descriptors follow the result. */
    static final String SELECT = "sun.nio.ch.EPoll.wait(IJII)I";

    private static final Class<?> POLLER = Handles.type("sun.nio.ch.EPoll");
    private static final MethodHandle WAIT = Handles.staticMethod(
            POLLER, "wait", int.class, int.class, long.class, int.class, int.class);
    private static final MethodHandle ALLOCATE =
            Handles.staticMethod(POLLER, "allocatePollArray", long.class, int.class);
    private static final MethodHandle FREE = Handles.staticMethod(POLLER, "freePollArray", void.class, long.class);
    private static final MethodHandle EVENT =
            Handles.staticMethod(POLLER, "getEvent", long.class, long.class, int.class);
    private static final MethodHandle EVENTS = Handles.staticMethod(POLLER, "getEvents", int.class, long.class);
    private static final MethodHandle DESCRIPTOR = Handles.staticMethod(POLLER, "getDescriptor", int.class, long.class);
    private static final MethodHandle UNBLOCK = Handles.staticMethod(
            Handles.type("sun.nio.ch.IOUtil"), "configureBlocking", void.class, FileDescriptor.class, boolean.class);
    private static final int MOST_EVENTS = 1 << 12;

    private final HomeFiles files;

    HomeSockets(HomeFiles files) {
        this.files = files;
    }

    /** Makes a call as {@link ForeignSockets} has sent it. */
    void accept(Object[] given, DataOutputStream out) throws Throwable {
        FileDescriptor socket = Descriptors.of(files.own(((Argument.Descriptor) given[0]).number()));
        FileDescriptor fresh = new FileDescriptor();
        InetSocketAddress[] peer = new InetSocketAddress[1];
        int accepted = (int) ACCEPTING.invokeExact(socket, fresh, peer);
        out.writeByte(0);
        CallFormat.write(out, accepted);
        if (accepted > 0) {
            unblock(fresh);
            files.add(Descriptors.number(fresh));
            out.writeInt(Descriptors.number(fresh));
            CallFormat.write(out, Argument.Host.of(peer[0].getAddress()));
            out.writeInt(peer[0].getPort());
        }
    }

    /** Nobody waits at home but in {@code poll(2)}. */
    static void unblock(FileDescriptor socket) {
        Handles.invoke(UNBLOCK, socket, false);
    }

    /** The same for what a selector waits for. */
    void select(Object[] given, DataOutputStream out) throws Throwable {
        int poller = files.own(((Argument.Number) given[0]).number());
        int count = Math.min((Integer) given[1], MOST_EVENTS);
        long events = (long) ALLOCATE.invokeExact(count);
        try {
            int ready = (int) WAIT.invokeExact(poller, events, count, (int) (Integer) given[2]);
            out.writeByte(0);
            CallFormat.write(out, Math.max(ready, 0));
            for (int i = 0; i < ready; i++) {
                long event = (long) EVENT.invokeExact(events, i);
                out.writeInt((int) EVENTS.invokeExact(event));
                out.writeInt((int) DESCRIPTOR.invokeExact(event));
            }
        } finally {
            FREE.invokeExact(events);
        }
    }
}
