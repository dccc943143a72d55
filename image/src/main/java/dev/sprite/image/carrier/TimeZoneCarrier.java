package dev.sprite.image.carrier;

import java.util.TimeZone;
import java.util.function.Predicate;

/** The default time zone: the program keeps that of the host it was started on. */
final class TimeZoneCarrier implements Carrier {
    @Override
    public String name() {
        return "default time zone";
    }

    /** The first question loads the zone rules. */
    @Override
    public void prepare() {
        TimeZone.getDefault();
    }

    @Override
    public Object take(Predicate<Object> everywhere) {
        return TimeZone.getDefault();
    }

    @Override
    public void put(Object state) {
        TimeZone.setDefault((TimeZone) state);
    }
}
