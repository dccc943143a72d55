package dev.sprite.cluster.activity;

import dev.sprite.cluster.activity.IdlePolicy.Acceptance;
import dev.sprite.cluster.activity.Measure.Sample;
import dev.sprite.transport.DaemonThreads;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this host is idle, looked at again and again. */
public final class HostActivity implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(HostActivity.class);

    /** Who shares the host with others' work looks so often, to notice that its owner is back. */
    private static final Duration ATTENTIVE = Duration.ofMillis(500);

    private final IdlePolicy policy;
    private final Measure measure;
    private final Supplier<Collection<Long>> guests;
    private final GuestLoad guestLoad = new GuestLoad();
    private final int processors;
    private final Clock clock;
    private Thread sampler;
    private LoadAverage load;
    private LoadAverage ownLoad;
    private boolean inUse;
    private Instant idleSince;
    private Instant loadedUntil;

    /** Who is to be told. */
    public interface Watcher {
        /** Whether somebody waits for a change, and looks are to be more frequent. */
        boolean isAttentive();

        /** A look has been taken. */
        void looked(boolean changed);
    }

    /**
     * Looks once, for a start.
     *
     * @param guests the pids of others' processes here, which are no reason to send them away
     */
    public HostActivity(IdlePolicy policy, Supplier<Collection<Long>> guests) {
        this(policy,
                policy.measure() == null
                        ? new HostMeasure()
                        : new OwnersMeasure(policy.measure(), new HostMeasure()),
                guests,
                Runtime.getRuntime().availableProcessors(),
                SystemStart.get(),
                Clock.systemUTC());
    }

    /**
     * Looks once by {@code clock}, for a start.
     *
     * @param started when the host was; it has not been idle before
     */
    public HostActivity(IdlePolicy policy, Measure measure, Supplier<Collection<Long>> guests, int processors,
            Instant started, Clock clock) {
        this.policy = policy;
        this.measure = measure;
        this.guests = guests;
        this.processors = processors;
        this.clock = clock;
        loadedUntil = started;
        look();
    }

    /** Looks on. */
    public void watch(Watcher watcher) {
        sampler = DaemonThreads.start("sprite-activity", () -> {
            try {
                for (;;) {
                    pause(watcher);
                    try {
                        watcher.looked(look());
                    } catch (RuntimeException e) {
                        log.error("a look at this host came to nothing", e);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void pause(Watcher watcher) throws InterruptedException {
        long end = System.nanoTime() + policy.sampling().toNanos();
        do {
            long left = Math.max(0, end - System.nanoTime());
            Thread.sleep(Math.min(ATTENTIVE.toMillis(), TimeUnit.NANOSECONDS.toMillis(left)));
        } while (!watcher.isAttentive() && System.nanoTime() < end);
    }

    /** Takes one sample; whether the host has become idle or active by it. */
    public boolean look() {
        Sample sample = measure.take();
        LoadAverage ofGuests = guestLoad.sample(guests.get(), clock.instant());
        synchronized (this) {
            load = sample.load();
            ownLoad = load == null ? null : load.without(ofGuests);
            boolean wasIdle = idleSince != null;
            boolean lowLoad = ownLoad == null
                    || ownLoad.per(processors).isWithin(wasIdle ? policy.refuseAbove() : policy.acceptUpTo());
            if (!lowLoad) {
                loadedUntil = clock.instant();
            }
            inUse = !sample.lastInput().isBefore(clock.instant().minus(policy.quiet()));
            boolean idle = policy.acceptance() == Acceptance.ALWAYS || !inUse && lowLoad;
            idleSince = !idle ? null : later(sample.lastInput(), loadedUntil);
            if (idle != wasIdle) {
                log.info("this host is {}: load without guests {}, last used {}",
                        idle ? "idle" : "active", ownLoad, sample.lastInput());
            }
            return idle != wasIdle;
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** The one-minute load average; negative where the system has none. */
    public synchronized double load() {
        return load == null ? -1 : load.one();
    }

    /** What of that is not due to others' processes. */
    public synchronized double ownLoad() {
        return ownLoad == null ? -1 : ownLoad.one();
    }

    public int processors() {
        return processors;
    }

    /** Whether its owner uses the host. */
    public synchronized boolean isInUse() {
        return inUse;
    }

    /** Since when nobody has used the host and its load has been low; null if it is not idle. */
    public synchronized Instant idleSince() {
        return idleSince;
    }

    /** Whether others' work is refused whatever the host does. */
    public boolean refuses() {
        return policy.acceptance() == Acceptance.NEVER;
    }

    @Override
    public void close() {
        if (sampler != null) {
            sampler.interrupt();
        }
    }
}
