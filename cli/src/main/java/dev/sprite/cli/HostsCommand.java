package dev.sprite.cli;

import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.control.ControlRequest;
import dev.sprite.transport.message.DirectoryMessage.Host;
import dev.sprite.transport.message.DirectoryMessage.Hosts;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sprite hosts}. */
@Command(name = "hosts", description = "Lists the hosts that this host's daemon knows.")
final class HostsCommand implements Callable<Integer> {
    @ParentCommand
    private SpriteCommand sprite;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "As a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ControlException {
        PrintWriter out = spec.commandLine().getOut();
        List<Host> hosts = new Local(sprite.runDirectory())
                .daemon(ControlRequest.of(ControlRequest.HOSTS), Hosts.class).hosts();
        if (json) {
            Console.json(out, hosts);
            return 0;
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"NAME", "ADDRESS", "STATE", "LOAD", "IDLE SINCE", "FOREIGN"});
        for (Host host : hosts) {
            rows.add(new String[] {
                host.name(), host.address(), host.state().toString(), String.format(Locale.ROOT, "%.2f", host.load()),
                host.idleSince() == null ? "-" : host.idleSince(), Integer.toString(host.foreign())
            });
        }
        Console.table(out, rows);
        return 0;
    }
}
