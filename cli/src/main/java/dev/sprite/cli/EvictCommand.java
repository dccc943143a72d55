package dev.sprite.cli;

import dev.sprite.transport.ClusterKey;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.RefusedException;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.message.DirectoryMessage.Evict;
import dev.sprite.transport.message.DirectoryMessage.Evicted;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sprite evict}. */
@Command(name = "evict", description = "Sends the foreign processes on a host home.")
final class EvictCommand implements Callable<Integer> {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @ParentCommand
    private SpriteCommand sprite;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "HOST", description = "Default: this host.")
    private String host;

    @Override
    public Integer call() throws IOException, ControlException {
        Local local = new Local(sprite.runDirectory());
        Evicted evicted = host == null
                ? local.daemon(ControlRequest.of(ControlRequest.EVICT), Evicted.class)
                : remote(local.resolve(host));
        for (String failure : evicted.failures()) {
            spec.commandLine().getErr().println("sprite: " + failure);
        }
        spec.commandLine().getOut().println(evicted.sentHome() + " sent home");
        return evicted.failures().isEmpty() ? 0 : ControlException.FAILED;
    }

    private static Evicted remote(HostAddress daemon) throws IOException, ControlException {
        try (Transport transport = new Transport(ClusterKey.loadOrCreate(ClusterKey.defaultPath()));
                Link link = transport.connect(daemon, CONNECT)) {
            return link.request(new Evict(), Evicted.class, LIMIT);
        } catch (RefusedException e) {
            throw new ControlException(e);
        } catch (IOException e) {
            throw new ControlException(ControlException.UNREACHABLE, e.getMessage());
        }
    }
}
