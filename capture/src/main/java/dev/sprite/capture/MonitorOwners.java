package dev.sprite.capture;

import dev.sprite.image.ThreadFields;
import dev.sprite.image.VirtualThreads;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/** Who has the monitors that threads are blocked at the entry of. */
interface MonitorOwners {
    /** Who has the monitor that {@code thread} is blocked at; null if nobody has, or it is not known. */
    Thread ownerFor(Thread thread);

    /** As things stand at the moment, where nobody but {@code threads} has monitors of interest. */
    static MonitorOwners among(Iterable<Thread> threads) {
        return VirtualThreads.any() ? new SnapshotOwners(threads) : new Managed();
    }

    /** What the JVM says of its own threads; of virtual ones it does not. */
    final class Managed implements MonitorOwners {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        @Override
        public Thread ownerFor(Thread thread) {
            ThreadInfo info = THREADS.getThreadInfo(thread.getId());
            return info == null ? null : live(info.getLockOwnerId());
        }

        private static Thread live(long id) {
            for (Thread thread : ThreadFields.live()) {
                if (thread.getId() == id) {
                    return thread;
                }
            }
            return null;
        }
    }
}
