package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jdk.internal.misc.Signal;

/** The program's handlers of signals; those by which a JVM ends are each JVM's own. */
final class SignalHandlersCarrier implements Carrier {
    /** Programs reach the JDK's signals through classes of this package. */
    private static final String PUBLIC = "sun.misc.";

    @Override
    public String name() {
        return "signal handlers";
    }

    /** Signal's name, handler, signal's name … */
    @Override
    public Object take(Predicate<Object> everywhere) {
        List<Object> state = new ArrayList<>();
        for (Map.Entry<?, ?> each : ((Map<?, ?>) Raw.get(Raw.staticField(Signal.class, "handlers"))).entrySet()) {
            if (each.getValue().getClass().getName().startsWith(PUBLIC)) {
                state.add(((Signal) each.getKey()).getName());
                state.add(each.getValue());
            }
        }
        return state.toArray();
    }

    @Override
    public void put(Object state) {
        Object[] handlers = (Object[]) state;
        for (int i = 0; i < handlers.length; i += 2) {
            Signal.handle(new Signal((String) handlers[i]), (Signal.Handler) handlers[i + 1]);
        }
    }
}
