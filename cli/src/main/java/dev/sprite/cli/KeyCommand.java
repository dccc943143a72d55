package dev.sprite.cli;

import dev.sprite.transport.ClusterKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sprite key}. */
@Command(
        name = "key",
        description = {
            "Shows, exports or imports the cluster key: hosts that have the same one trust each other.",
            "It is made on first use, at $$SPRITE_KEY or sprite/cluster.pem in your configuration directory."
        })
final class KeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Move move = new Move();

    /** One of two. */
    static final class Move {
        @Option(names = "--export", paramLabel = "FILE", description = "Write this host's key to FILE, mode 0600.")
        private Path exportTo;

        @Option(names = "--import", paramLabel = "FILE", description = "Make the key in FILE this host's.")
        private Path importFrom;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path path = ClusterKey.defaultPath();
        if (move.importFrom != null) {
            ClusterKey key = ClusterKey.importFrom(move.importFrom, path);
            out.println("imported into " + path + ", fingerprint " + key.fingerprint());
            return 0;
        }
        ClusterKey key = ClusterKey.loadOrCreate(path);
        if (move.exportTo != null) {
            key.exportTo(move.exportTo);
            out.println("exported to " + move.exportTo + "; copy it by a safe way and remove it");
        } else {
            out.println(path + ", fingerprint " + key.fingerprint());
        }
        return 0;
    }
}
