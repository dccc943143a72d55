package dev.sprite.agent.migration;

import dev.sprite.home.HomeServer;
import dev.sprite.home.Pcb;
import dev.sprite.home.ProcessStreams;
import dev.sprite.transport.ClusterKey;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlClient;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.control.DaemonStatus;
import dev.sprite.transport.control.RunDirectory;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.DirectoryMessage.Hosts;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** What the JVM a user started has as the home of its process: the PCB, and from the first migration on the server. */
final class HomeSide {
    private final RunDirectory run;
    private final Pcb pcb;
    private final IntConsumer end;
    private Transport transport;
    private HomeServer server;

    /** @param end ends this JVM when the program has ended elsewhere */
    HomeSide(RunDirectory run, IntConsumer end) throws IOException {
        this.run = run;
        this.end = end;
        pcb = new Pcb(ProcessHandle.current().pid(), hostName(), ProgramLaunch.command());
    }

    Pcb pcb() {
        return pcb;
    }

    synchronized Transport transport() throws IOException {
        if (transport == null) {
            transport = new Transport(ClusterKey.loadOrCreate(ClusterKey.defaultPath()));
        }
        return transport;
    }

    synchronized HomeServer server() throws IOException {
        if (server == null) {
            server = new HomeServer(transport(), pcb, new ProcessStreams(), this::resolve, end);
        }
        return server;
    }

    /** Where this host's daemon is reached, if there is one. */
    Path daemonSocket() {
        return RunDirectory.controlSocket(run.daemon());
    }

    /** As this host's daemon calls it, if there is one. */
    private String hostName() throws IOException {
        if (daemonSocket().toFile().exists()) {
            try {
                return askDaemon(ControlRequest.of(ControlRequest.STATUS), DaemonStatus.class).name();
            } catch (IOException | ControlException e) {
                // a daemon that is gone
            }
        }
        return InetAddress.getLocalHost().getHostName();
    }

    private List<HostAddress> resolve(String host) throws IOException {
        try {
            List<HostAddress> daemons = new ArrayList<>();
            if (host.equals(ControlRequest.AWAY)) {
                for (Host refuge : askDaemon(ControlRequest.refuges(pcb.pid()), Hosts.class).hosts()) {
                    daemons.add(HostAddress.parse(refuge.address()));
                }
            } else {
                daemons.add(HostAddress.parse(
                        askDaemon(ControlRequest.of(ControlRequest.STATUS), DaemonStatus.class).address()));
            }
            return daemons;
        } catch (IOException | ControlException e) {
            throw new IOException("no daemon runs on the home host; start one there with `sprite daemon`", e);
        }
    }

    private <T> T askDaemon(ControlRequest request, Class<T> answer) throws IOException, ControlException {
        return ControlClient.call(daemonSocket(), request, answer);
    }
}
