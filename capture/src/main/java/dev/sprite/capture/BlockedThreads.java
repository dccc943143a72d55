package dev.sprite.capture;

import dev.sprite.instrumentation.SiteRegistry;
import java.util.List;
import java.util.Set;

/** Tells of threads that are blocked at the entry of a monitor whether they will come to a safe point behind it. */
final class BlockedThreads {
    private static final String RUNTIME = "java.lang.Sprite";

    private final SiteRegistry sites;

    BlockedThreads(SiteRegistry sites) {
        this.sites = sites;
    }

    /** Whether each of the threads gets its monitor when {@code unwound} are, and seems to be one that can be captured. */
    boolean getInOnceOthersUnwind(List<Thread> blocked, Set<Thread> unwound) {
        for (Thread thread : blocked) {
            if (!isInstrumented(thread.getStackTrace())) {
                return false;
            }
        }
        MonitorOwners owners = MonitorOwners.among(unwound);
        for (Thread thread : blocked) {
            if (!isFreed(thread, blocked, owners, unwound)) {
                return false;
            }
        }
        return true;
    }

    /** Follows the owners of monitors up to one that is not blocked itself. */
    private static boolean isFreed(Thread thread, List<Thread> blocked, MonitorOwners owners, Set<Thread> unwound) {
        Thread at = thread;
        for (int i = 0; i <= blocked.size(); i++) {
            Thread owner = owners.ownerFor(at);
            if (owner == null) {
                return false; // it is just being given up
            }
            if (!blocked.contains(owner)) {
                return unwound.contains(owner);
            }
            at = owner;
        }
        return false; // they wait for each other
    }

    /** What can be told from outside. The JDK has no polls behind the entries of its monitors. */
    private boolean isInstrumented(StackTraceElement[] stack) {
        int depth = stack.length;
        while (depth > 0 && isBottom(stack[depth - 1].getClassName())) {
            depth--;
        }
        for (int i = 0; i < depth; i++) {
            if (!stack[i].getClassName().startsWith(RUNTIME)
                    && !sites.know(stack[i].getClassName(), stack[i].getMethodName(), i == 0)) {
                return false;
            }
        }
        return depth > 0;
    }

    /** Whether frames of a class are no matter of ours at the bottom of a stack. */
    private static boolean isBottom(String className) {
        return className.startsWith(RUNTIME) || className.equals("java.lang.Thread")
                || className.equals("java.lang.VirtualThread")
                || className.startsWith("java.lang.invoke.");
    }
}
