package dev.sprite.image.carrier;

import dev.sprite.image.children.ChildExits;
import java.util.function.Predicate;

/** What waits for the ends of the program's children. */
final class ChildExitsCarrier implements Carrier {
    @Override
    public String name() {
        return "child processes";
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        return ChildExits.take();
    }

    @Override
    public void put(Object state) {
        ChildExits.put(state);
    }
}
