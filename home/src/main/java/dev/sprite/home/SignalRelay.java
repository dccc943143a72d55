package dev.sprite.home;

import dev.sprite.transport.DaemonThreads;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;

/**
 * Signals to the home process: they act on the program where it runs. One that comes while a move is under way waits
 * until it is decided where that is.
 */
public final class SignalRelay extends SpriteSignals {
    private final Pcb pcb;
    private final IntConsumer foreign;
    private final ArrayDeque<Integer> held = new ArrayDeque<>();

    /** @param foreign sends a signal to where the program runs */
    SignalRelay(Pcb pcb, IntConsumer foreign) {
        this.pcb = pcb;
        this.foreign = foreign;
    }

    @Override
    public synchronized boolean take(int number) {
        if (pcb.isMoving()) {
            held.add(number);
            return true;
        }
        return pcb.epoch() != 0 && send(number);
    }

    /** A move has been committed or called off. */
    synchronized void decided() {
        while (!pcb.isMoving() && !held.isEmpty()) {
            int number = held.remove();
            if (pcb.epoch() == 0) {
                raise(number);
            } else {
                send(number);
            }
        }
    }

    private boolean send(int number) {
        DaemonThreads.start("sprite-signal", () -> foreign.accept(number));
        return true;
    }
}
