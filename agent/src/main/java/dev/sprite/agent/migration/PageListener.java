package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.transport.HostAddress;
import dev.sprite.transport.Link;
import dev.sprite.transport.LinkServer;
import dev.sprite.transport.Received;
import dev.sprite.transport.Transport;
import dev.sprite.transport.control.ControlException;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.LinkMessage.Refused;
import dev.sprite.transport.message.MoveMessage.Resume;
import dev.sprite.transport.message.PrepareMessage.Prepare;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where the target of a migration finds its source when the link between them has broken while pages are outstanding. */
final class PageListener implements Closeable {
    private final Prepare migration;
    private final LinkServer server;
    private final CompletableFuture<PageServer> pages = new CompletableFuture<>();

    /**
     * Begins to listen.
     *
     * @param first the link that may break: its target finds us at the same address
     * @param migration whose target alone is let in
     */
    PageListener(Transport transport, Link first, Prepare migration) throws IOException {
        this.migration = migration;
        server = transport.listen(new HostAddress(first.localHost(), 0), this::accept);
    }

    HostAddress address() {
        return server.address();
    }

    /** From now on there are pages to go on with. */
    void serves(PageServer newPages) {
        pages.complete(newPages);
    }

    private void accept(Link link) {
        try {
            Received first = link.receive(Transport.FIRST_WORD);
            if (Fault.cutsPages()) {
                link.close("cut, for a test");
            } else if (first.message() instanceof Resume resume && isOfTarget(resume)) {
                PageServer serving = pages.get(Transport.FIRST_WORD.toSeconds(), TimeUnit.SECONDS);
                link.reply(first, new Done());
                serving.resume(link, resume.taken());
            } else {
                link.reply(first, new Refused(ControlException.FAILED,
                        "no pages of process " + migration.pid() + " for this epoch are here"));
                link.close("not for here");
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            Log.debug("a link for pages came to nothing: " + e);
            link.close("no pages are here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the target's own check of its source: both know the token of the migration, and nobody else but home. */
    private boolean isOfTarget(Resume resume) {
        return resume.pid() == migration.pid() && resume.epoch() == migration.epoch() && resume.token() != null
                && resume.taken() != null
                && MessageDigest.isEqual(
                        resume.token().getBytes(StandardCharsets.UTF_8),
                        migration.token().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
    }
}
