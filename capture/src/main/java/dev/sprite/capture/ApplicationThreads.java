package dev.sprite.capture;

import java.util.Set;

/** Tells the program's threads from those the JVM keeps for itself. */
final class ApplicationThreads {
    private static final Set<String> JVM_THREADS = Set.of(
            "Reference Handler", "Finalizer", "Signal Dispatcher", "Attach Listener", "Common-Cleaner",
            "Notification Thread", "Service Thread", "Monitor Deflation Thread", "DestroyJavaVM", "process reaper",
            "JFR Recorder Thread", "JFR Periodic Tasks", "Cleaner-0", "Read-Poller", "Write-Poller");

    private ApplicationThreads() {}

    static boolean contain(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        if (group == null) {
            return false; // it has ended
        }
        String name = thread.getName();
        return !(JVM_THREADS.contains(name) || name.startsWith("C1 CompilerThread")
                || name.startsWith("C2 CompilerThread"));
    }
}
