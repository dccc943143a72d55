package dev.sprite.agent.migration;

import dev.sprite.agent.CacheFolder;
import dev.sprite.agent.boot.IsolatedLoader;
import dev.sprite.transport.control.TargetSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is this host's own to a foreign process: its JDK, its kernel's view of things, and what belongs to us. */
final class LocalFiles {
    private LocalFiles() {}

    static List<String> of(TargetSpec spec) {
        List<String> local = new ArrayList<>(List.of("/proc", "/sys", "/dev/null", "/dev/zero", "/dev/full",
                "/dev/random", "/dev/urandom", System.getProperty("java.home"), IsolatedLoader.JAR));
        local.add(CacheFolder.folder().toString());
        // class path entries that were sent here lie by the daemon's socket
        local.add(Path.of(spec.daemonSocket()).getParent().toString());
        return local;
    }
}
