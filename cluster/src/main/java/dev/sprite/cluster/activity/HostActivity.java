package dev.sprite.cluster.activity;

import dev.sprite.cluster.activity.IdlePolicy.Acceptance;
import dev.sprite.cluster.activity.Measure.Sample;
import dev.sprite.transport.DaemonThreads;
import java.io.Closeable;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this host is idle, looked at again and again. */
public final class HostActivity implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(HostActivity.class);

    private final IdlePolicy policy;
    private final Measure measure;
    private final int processors;
    private Thread sampler;
    private LoadAverage load;
    private Instant idleSince;
    private Instant loadedUntil = SystemStart.get();

    /** Looks once, for a start. */
    public HostActivity(IdlePolicy policy) {
        this(policy,
                policy.measure() == null
                        ? new HostMeasure()
                        : new OwnersMeasure(policy.measure(), new HostMeasure()),
                Runtime.getRuntime().availableProcessors());
    }

    HostActivity(IdlePolicy policy, Measure measure, int processors) {
        this.policy = policy;
        this.measure = measure;
        this.processors = processors;
        look();
    }

    /** Looks on, and calls {@code changed} whenever the host has become idle or active. */
    public void watch(Runnable changed) {
        sampler = DaemonThreads.start("sprite-activity", () -> {
            try {
                for (;;) {
                    Thread.sleep(policy.sampling().toMillis());
                    if (look()) {
                        changed.run();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Takes one sample; whether the host has become idle or active by it. */
    boolean look() {
        Sample sample = measure.take();
        synchronized (this) {
            load = sample.load();
            boolean wasIdle = idleSince != null;
            boolean lowLoad = load == null
                    || load.per(processors).isWithin(wasIdle ? policy.refuseAbove() : policy.acceptUpTo());
            if (!lowLoad) {
                loadedUntil = Instant.now();
            }
            boolean quiet = sample.lastInput().isBefore(Instant.now().minus(policy.quiet()));
            boolean idle = policy.acceptance() == Acceptance.ALWAYS || quiet && lowLoad;
            idleSince = !idle ? null : later(sample.lastInput(), loadedUntil);
            if (idle != wasIdle) {
                log.info("this host is {}: load {}, last used {}",
                        idle ? "idle" : "active", load, sample.lastInput());
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
