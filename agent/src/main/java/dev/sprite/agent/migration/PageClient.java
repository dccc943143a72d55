package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.image.NotMovableException;
import dev.sprite.restore.ResidualPages;
import dev.sprite.transport.DaemonThreads;
import dev.sprite.transport.Link;
import dev.sprite.transport.message.LinkMessage.Done;
import dev.sprite.transport.message.MoveMessage.PageTaken;
import dev.sprite.transport.message.MoveMessage.Touched;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/** Fetches the contents that an image left out, while the program runs. */
final class PageClient {
    private final Link link;
    private final ResidualPages residue;
    private final Runnable complete;
    private final Consumer<String> lost;
    private final Thread receiver = DaemonThreads.make("sprite-pages", this::receive);
    private final Thread asker = DaemonThreads.make("sprite-faults", this::ask);
    private int[] touched = {};

    /**
     * Made ahead of the time when it is needed.
     *
     * @param complete to be done when all is there
     * @param lost told why it never will be
     */
    PageClient(Link link, ResidualPages residue, Runnable complete, Consumer<String> lost) {
        this.link = link;
        this.residue = residue;
        this.complete = complete;
        this.lost = lost;
        residue.request(this::touched);
    }

    void start() {
        receiver.start();
        asker.start();
    }

    /** Called by threads of the program, which then wait. */
    private synchronized void touched(int object) {
        touched = Arrays.copyOf(touched, touched.length + 1);
        touched[touched.length - 1] = object;
        notifyAll();
    }

    private void receive() {
        try {
            while (residue.receive()) {
                link.send(new PageTaken());
            }
            Log.debug("all pages are here after " + residue.faults() + " faults");
            complete.run();
            link.send(new Done());
        } catch (IOException | NotMovableException | RuntimeException | Error e) {
            if (residue.isComplete()) {
                Log.debug("the source was not told that all is here: " + e);
            } else {
                Log.debug("no more pages: " + Log.trace(e));
                lost.accept(e.getMessage());
            }
        }
    }

    private void ask() {
        try {
            while (!residue.isComplete()) {
                link.send(new Touched(awaitTouched()));
            }
        } catch (IOException e) {
            Log.debug("faults are not told: " + e.getMessage()); // the receiver finds out
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int[] awaitTouched() throws InterruptedException {
        while (touched.length == 0) {
            wait();
        }
        int[] wanted = touched;
        touched = new int[0];
        return wanted;
    }
}
