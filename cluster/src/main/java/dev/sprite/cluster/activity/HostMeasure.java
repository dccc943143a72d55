package dev.sprite.cluster.activity;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the system knows by itself. */
final class HostMeasure implements Measure {
    private static final Logger log = LoggerFactory.getLogger(HostMeasure.class);

    private final InputDevices devices = new InputDevices();

    @Override
    public Sample take() {
        LoadAverage load = null;
        try {
            load = LoadAverage.now();
        } catch (IOException | IllegalArgumentException e) {
            log.debug("no load average: {}", e.toString());
        }
        return new Sample(load, devices.lastUsed());
    }
}
