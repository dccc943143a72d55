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
            files.add(Descriptors.number(fresh));
            out.writeInt(Descriptors.number(fresh));
            CallFormat.write(out, Argument.Host.of(peer[0].getAddress()));
            out.writeInt(peer[0].getPort());
        }
    }
}
