package dev.sprite.cluster;

import dev.sprite.cluster.TargetLaunch.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Target JVMs that have been started ahead of a migration, for programs that have left this host and may return: few,
 * not for long unless the return is likely, and only while the host has memory to spare.
 */
final class Spares {
    private static final int MOST = 2;
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final Map<Key, TargetJvm> idle = new LinkedHashMap<>();

    /** Whether one more may be kept for {@code key}. */
    synchronized boolean hasRoom(Key key) {
        return !idle.containsKey(key) && isMemoryAmple();
    }

    /**
     * Keeps a JVM until somebody takes it; the oldest gives way if there are too many.
     *
     * @param lasting whether to keep it for longer than a while
     */
    void keep(Key key, TargetJvm jvm, boolean lasting) {
        List<TargetJvm> surplus = new ArrayList<>();
        synchronized (this) {
            TargetJvm other = idle.put(key, jvm);
            if (other != null) {
                surplus.add(other);
            }
            Iterator<TargetJvm> oldest = idle.values().iterator();
            while (idle.size() > MOST) {
                surplus.add(oldest.next());
                oldest.remove();
            }
        }
        surplus.forEach(each -> each.killUnlessReady("there are newer spares"));
        if (!lasting) {
            CompletableFuture.delayedExecutor(IDLE.toSeconds(), TimeUnit.SECONDS).execute(() -> discard(key, jvm));
        }
        jvm.onEnd(() -> discard(key, jvm));
    }

    /** Ends a JVM that nobody has taken. */
    void discard(Key key, TargetJvm jvm) {
        if (remove(key, jvm)) {
            jvm.killUnlessReady("nobody has needed it");
        }
    }

    private synchronized boolean remove(Key key, TargetJvm jvm) {
        return idle.remove(key, jvm);
    }

    /** Whether a JVM is still kept. */
    synchronized boolean isKept(TargetJvm jvm) {
        return idle.containsValue(jvm);
    }

    /** One that is alive, which is the caller's from now on, or null. */
    synchronized TargetJvm take(Key key) {
        TargetJvm spare = idle.remove(key);
        return spare != null && spare.isAlive() ? spare : null;
    }

    /** A quarter of the host's memory must be free or easily freed; where that cannot be told, it is not. */
    private static boolean isMemoryAmple() {
        HostMemory memory = HostMemory.now();
        return memory != null && memory.available() > memory.total() / 4;
    }
}
