package dev.sprite.cli;

import java.io.IOException;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Passes signals that this process gets on to what it stands for. */
final class ForwardedSignals {
    /** Where a signal goes. */
    interface Receiver {
        void signal(int number) throws IOException;
    }

    private ForwardedSignals() {}

    /** Passes the signals {@code names} on from now on, but for those that are ignored here, as {@code nohup} does. */
    static void to(Receiver receiver, String... names) {
        for (String name : names) {
            Signal signal = new Signal(name);
            SignalHandler before = Signal.handle(signal, caught -> forward(caught, receiver));
            if (before == SignalHandler.SIG_IGN) {
                Signal.handle(signal, before);
            }
        }
    }

    private static void forward(Signal signal, Receiver receiver) {
        try {
            receiver.signal(signal.getNumber());
        } catch (IOException e) {
            // it has ended
        }
    }
}
