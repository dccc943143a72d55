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

/** Listens on the control socket. It waits a moment first, so that a program that is over at once never pays for it. */
final class ControlThread extends Thread {
    private static final long DELAY_MILLIS = 100;
    /** After the shutdown hooks of the JDK and of the program. */
    private static final int LAST_SHUTDOWN_SLOT = 9;

    private final Agent agent;
    private final Path place;
    private volatile Path ownPlace;

    /** Listens in {@code place}, or, if that is {@code null}, in the directory where users look for their programs. */
    ControlThread(Agent agent, Path place) {
        super(systemGroup(), null, "sprite-control", 0, false);
        this.agent = agent;
        this.place = place;
        setDaemon(true);
        setContextClassLoader(null);
    }

    /** The JVM's own threads' group, where a program that counts its threads does not see ours. */
    private static ThreadGroup systemGroup() {
        ThreadGroup group = currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    @Override
    public void run() {
        try {
            if (place == null) {
                sleep(DELAY_MILLIS);
            }
            Path socket = RunDirectory.controlSocket(place == null ? makePlace() : place);
            try (ServerSocketChannel control = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                control.bind(UnixDomainSocketAddress.of(socket));
                for (;;) {
                    SocketChannel connection = control.accept();
                    agent.mover().serve(connection);
                }
            }
        } catch (IllegalStateException e) {
            Log.debug("the program was over before its control socket was there: " + e);
        } catch (InterruptedException | IOException | RuntimeException e) {
            Log.warn("this process cannot be reached by sprite commands: " + e);
        }
    }

    /** Makes the directory of this process, until the JVM ends, and cleans up after processes that are dead. */
    private Path makePlace() throws IOException {
        String given = agent.options().run();
        RunDirectory run = RunDirectory.of(given == null ? null : Path.of(given)).create();
        Path own = run.process(ProcessHandle.current().pid());
        RunDirectory.delete(own);
        run.processes();
        SharedSecrets.getJavaLangAccess().registerShutdownHook(LAST_SHUTDOWN_SLOT, true, this::removePlace);
        ownPlace = own;
        return RunDirectory.createPrivate(own);
    }

    /** Removes the directory, if it is this process's own. */
    void removePlace() {
        try {
            if (ownPlace != null) {
                Files.deleteIfExists(RunDirectory.controlSocket(ownPlace));
                Files.delete(ownPlace);
            }
        } catch (IOException e) {
            Log.debug("cannot remove " + ownPlace + ": " + e);
        }
    }
}
