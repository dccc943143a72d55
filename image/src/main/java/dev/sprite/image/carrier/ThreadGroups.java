package dev.sprite.image.carrier;

import dev.sprite.image.Raw;
import dev.sprite.image.part.Handles;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The tree of thread groups, the two at whose root each JVM has for itself. */
public final class ThreadGroups {
    /** But for that of the common pool's threads, which are the program's. */
    private static final Set<String> OF_JDK = Set.of("InnocuousThreadGroup", "VirtualThreads", "CarrierThreads");

    /** From JDK 19 on groups do not know their threads, and are known to their parents weakly. */
    private static final boolean KNOW_THREADS = Raw.hasField(ThreadGroup.class, "nthreads");
    private static final MethodHandle ADD = Handles.method(
            ThreadGroup.class, KNOW_THREADS ? "add" : "synchronizedAddWeak", void.class, ThreadGroup.class);
    private static final long MAX_PRIORITY = Raw.offset(ThreadGroup.class, "maxPriority");
    private static final long DAEMON = Raw.offset(ThreadGroup.class, "daemon");

    private ThreadGroups() {}

    /** Whether the JDK has made {@code group} for threads of its own. */
    public static boolean isOfJdk(ThreadGroup group) {
        return group.getParent() != null && group.getParent().getParent() == null && OF_JDK.contains(group.getName());
    }

    /** The program's groups right below {@code parent}; {@code main} is the JVM's. */
    static ThreadGroup[] below(ThreadGroup parent, ThreadGroup main) {
        ThreadGroup[] found = new ThreadGroup[16];
        int count = parent.enumerate(found, false);
        while (count == found.length) {
            found = new ThreadGroup[count * 2];
            count = parent.enumerate(found, false);
        }
        List<ThreadGroup> own = new ArrayList<>();
        for (ThreadGroup group : Arrays.copyOf(found, count)) {
            if (group != main && !isOfJdk(group)) {
                own.add(group);
            }
        }
        return own.toArray(new ThreadGroup[0]);
    }

    /** Makes groups that have been copied known to their parent, and fit to have their threads started anew. */
    static void add(ThreadGroup parent, ThreadGroup[] groups) {
        for (ThreadGroup group : groups) {
            Handles.invoke(ADD, parent, group);
            expectThreads(group);
        }
    }

    private static void expectThreads(ThreadGroup group) {
        if (!KNOW_THREADS) {
            return;
        }
        Threads.expect(group);
        for (ThreadGroup child : below(group, null)) {
            expectThreads(child);
        }
    }

    static int maxPriority(ThreadGroup group) {
        return Raw.UNSAFE.getInt(group, MAX_PRIORITY);
    }

    static boolean isDaemon(ThreadGroup group) {
        return Raw.UNSAFE.getBoolean(group, DAEMON);
    }

    /** Sets what the program may have set, whatever the parent's limits. */
    static void set(ThreadGroup group, int maxPriority, boolean daemon) {
        Raw.UNSAFE.putInt(group, MAX_PRIORITY, maxPriority);
        Raw.UNSAFE.putBoolean(group, DAEMON, daemon);
    }

    /** What a group knows of its threads, where it does. */
    private static final class Threads {
        private static final long STARTED = Raw.offset(ThreadGroup.class, "nthreads");
        private static final long UNSTARTED = Raw.offset(ThreadGroup.class, "nUnstartedThreads");
        private static final long TABLE = Raw.offset(ThreadGroup.class, "threads");

        /** A thread that is started enters the table and is no longer counted among the others. */
        static void expect(ThreadGroup group) {
            int started = Raw.UNSAFE.getInt(group, STARTED);
            Raw.UNSAFE.putInt(group, UNSTARTED, Raw.UNSAFE.getInt(group, UNSTARTED) + started);
            Raw.UNSAFE.putInt(group, STARTED, 0);
            Raw.UNSAFE.putReference(group, TABLE, null);
        }
    }
}
