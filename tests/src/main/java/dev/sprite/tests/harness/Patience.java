package dev.sprite.tests.harness;

import java.util.concurrent.TimeUnit;

/** How long a test waits for something that must happen: far longer than it ever takes, so that only a hang fails. */
final class Patience {
    static final long SECONDS = Long.getLong("sprite.test.patience", 120);
    static final long NANOS = TimeUnit.SECONDS.toNanos(SECONDS);

    private Patience() {}
}
