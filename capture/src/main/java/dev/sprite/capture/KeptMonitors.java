package dev.sprite.capture;

import dev.sprite.image.VirtualThreads;
import java.util.Set;

/** The monitors of threads whose stacks stay as they are, so that nobody else can get them. */
final class KeptMonitors {
    private final Set<Thread> keepers;
    private final MonitorOwners owners = new MonitorOwners.Managed();

    /** @param keepers threads that stand */
    KeptMonitors(Set<Thread> keepers) {
        this.keepers = keepers;
    }

    /** Whether {@code waiting}, when it is woken, would need one of the monitors to go on. */
    boolean holdUp(Thread waiting) {
        if (keepers.isEmpty() || !waitsForNotification(waiting)) {
            return false;
        }
        // of virtual threads the JVM does not tell
        return VirtualThreads.contain(waiting) || keepers.contains(owners.ownerFor(waiting));
    }

    private static boolean waitsForNotification(Thread waiting) {
        StackTraceElement[] stack = waiting.getStackTrace();
        return stack.length != 0 && stack[0].getClassName().equals("java.lang.Object");
    }
}
