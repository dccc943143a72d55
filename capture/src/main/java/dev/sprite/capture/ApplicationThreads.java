package dev.sprite.capture;

import dev.sprite.image.ThreadFields;
import dev.sprite.image.VirtualThreads;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Tells the program's threads from ours and from those the JVM keeps for itself. */
final class ApplicationThreads {
    private static final Set<String> JVM_THREADS = Set.of(
            "Reference Handler", "Finalizer", "Signal Dispatcher", "Attach Listener", "Common-Cleaner",
            "Notification Thread", "Service Thread", "Monitor Deflation Thread", "DestroyJavaVM",
            "JFR Recorder Thread", "JFR Periodic Tasks", "Cleaner-0", "Java2D Disposer", "Read-Poller", "Write-Poller",
            "VirtualThread-unblocker", "VirtualThread-unparker");
    /** With the pid of a child behind it, on newer JDKs. */
    private static final String REAPER = "process reaper";

    private final Predicate<Thread> isOurs;

    /** @param isOurs tells the agent's own threads */
    ApplicationThreads(Predicate<Thread> isOurs) {
        this.isOurs = isOurs;
    }

    /** Those that live, but for virtual ones that the JDK does not know. */
    List<Thread> live() {
        List<Thread> live = VirtualThreads.live();
        for (Thread thread : ThreadFields.live()) {
            if (contain(thread)) {
                live.add(thread);
            }
        }
        return live;
    }

    private boolean contain(Thread thread) {
        String name = thread.getName();
        return thread.isAlive() && !isOurs.test(thread) && !JVM_THREADS.contains(name)
                && !name.startsWith(REAPER) && !CarrierThreads.contain(thread)
                && !name.startsWith("C1 CompilerThread") && !name.startsWith("C2 CompilerThread");
    }
}
