package dev.sprite.agent;

import dev.sprite.transport.control.RunDirectory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.internal.access.SharedSecrets;

/** Where commands find this process. Connections go to the {@link Mover}, which the first of them loads. */
final class ControlSocket {
    /** After the shutdown hooks of the JDK and of the program. */
    private static final int LAST_SHUTDOWN_SLOT = 9;

    private static volatile Path ownPlace;

    private ControlSocket() {}

    /** Makes it, in {@code place} or, if that is {@code null}, in this process's own directory. */
    static ServerSocketChannel open(Options options, Path place) throws IOException {
        Path socket = RunDirectory.controlSocket(place == null ? makePlace(options) : place);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Accepts connections for good. */
    static void serve(Agent agent, ServerSocketChannel control) throws IOException {
        for (;;) {
            SocketChannel connection = control.accept();
            agent.mover().serve(connection);
        }
    }

    /** Makes the directory of this process, until the JVM ends, and cleans up after processes that are dead. */
    private static Path makePlace(Options options) throws IOException {
        String given = options.run();
        RunDirectory run = RunDirectory.of(given == null ? null : Path.of(given)).create();
        Path own = run.process(ProcessHandle.current().pid());
        RunDirectory.delete(own);
        run.processes();
        SharedSecrets.getJavaLangAccess().registerShutdownHook(LAST_SHUTDOWN_SLOT, true, ControlSocket::removePlace);
        ownPlace = own;
        RunDirectory.createPrivate(own);
        if (options.offload() != null) {
            Files.writeString(RunDirectory.offload(own), options.offload());
        }
        return own;
    }

    /** Removes the directory, if it is this process's own. */
    static void removePlace() {
        Path place = ownPlace;
        if (place == null) {
            return;
        }
        try {
            Files.deleteIfExists(RunDirectory.controlSocket(place));
            Files.deleteIfExists(RunDirectory.offload(place));
            Files.delete(place);
        } catch (IOException e) {
            Log.debug("cannot remove " + place + ": " + e);
        }
    }
}
